# emrops-bootstrap 2
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ([string]$ExecutionContext.SessionState.LanguageMode -cne 'FullLanguage') { foreach ($line in $input) { }; 'emrops constrained'; exit 4 }
$in = New-Object System.Collections.ArrayList
$head = @()
$dog = $null
foreach ($line in $input) {
  if ($head.Count -gt 0) { [void]$in.Add(([string]$line).Trim()); continue }
  $head = ([string]$line).Trim().Split(' ')
  if ($head.Count -ne 7 -or $head[0] -cne 'emrops' -or $head[1] -cne '2' -or $head[5] -notmatch '^\d{1,6}$') { break }
  $dog = [PowerShell]::Create().AddScript('param($s, $p) Start-Sleep -Seconds $s; Stop-Process -Id $p -Force').AddArgument([int]$head[5]).AddArgument($PID)
  [void]$dog.BeginInvoke()
}
$n = $in.Count - 1
if ($n -lt 2 -or $in[$n] -cne '.') { [Console]::Out.WriteLine('emrops incomplete'); try { $dog.Stop() } catch { }; exit 3 }
$state = 'refused'
try {
  $utf8 = New-Object System.Text.UTF8Encoding($false, $true)
  $OutputEncoding = $utf8
  try { [Console]::OutputEncoding = $utf8 } catch { }
  $in.RemoveAt($n)
  $sha = New-Object Security.Cryptography.SHA256CryptoServiceProvider
  $sum = [BitConverter]::ToString($sha.ComputeHash($utf8.GetBytes([string]::Join(' ', $in.ToArray())))).Replace('-', '')
  if ($sum -ine $head[6]) { Write-Error -Message 'sum' -ErrorId 'emrops.InputDiffers' }
  $code = [Convert]::FromBase64String($in[0])
  $hash = [BitConverter]::ToString($sha.ComputeHash($code)).Replace('-', '')
  if ($hash -ine $head[3]) { Write-Error -Message 'hash' -ErrorId 'emrops.ScriptDiffers' }
  $p = ConvertFrom-Json -InputObject $utf8.GetString([Convert]::FromBase64String($in[1]))
  $s = @{}
  $data = New-Object System.IO.MemoryStream
  for ($i = 2; $i -lt $n; $i++) {
    $f = $in[$i].Split(' ')
    $b = [Convert]::FromBase64String([string]$f[$f.Count - 1])
    if ($f[0] -ceq 'secret') { $s[$f[1]] = $utf8.GetString($b) } else { $data.Write($b, 0, $b.Length) }
  }
  $data.Position = 0
  $in = $f = $b = $null
  $run = [ScriptBlock]::Create($utf8.GetString($code))
  $state = 'unanswerable'
  try {
    $answer = @{ value = (& $run $p $s $data) }
  } catch {
    $state = 'failed'
    $x = $_.Exception
    $root = $x.GetBaseException()
    $id = [string]$_.FullyQualifiedErrorId
    if ($x -is [Management.Automation.RuntimeException] -and $x.WasThrownFromThrowStatement) { $id = 'Thrown' }
    $answer = @{ error = @{ id = $id; category = [string]$_.CategoryInfo.Category; type = $root.GetType().FullName; hresult = $root.HResult; message = [string]$x.Message } }
  }
  $out = $utf8.GetBytes((ConvertTo-Json -InputObject $answer -Depth 20 -Compress))
} catch {
  if ($state -cne 'failed') { $id = [string]$_.FullyQualifiedErrorId }
  $out = [Text.Encoding]::ASCII.GetBytes($state + ' ' + $id)
}
[Console]::Out.WriteLine()
[Console]::Out.WriteLine($head[4] + [Convert]::ToBase64String($out) + $head[4])
[Console]::Out.Flush()
try { $dog.Stop(); $dog.Dispose() } catch { }
exit 0
