# emrops-bootstrap 1
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$in = @($input)
$head = ([string]$in[0]).Trim().Split(' ')
if ($in.Count -lt 5 -or $head.Count -ne 6 -or $head[0] -cne 'emrops' -or $head[1] -cne '1' -or ([string]$in[-1]).Trim() -cne '.') { [Console]::Out.WriteLine('emrops incomplete'); exit 3 }
$dog = [PowerShell]::Create().AddCommand('Start-Sleep').AddParameter('Seconds', [int]$head[5]).AddStatement().AddCommand('Stop-Process').AddParameter('Id', $PID).AddParameter('Force', $true)
[void]$dog.BeginInvoke()
$utf8 = New-Object System.Text.UTF8Encoding($false, $true)
$OutputEncoding = $utf8
try { [Console]::OutputEncoding = $utf8 } catch { }
$code = [Convert]::FromBase64String($in[1])
$hash = [BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash($code)).Replace('-', '')
if ($hash -ine $head[3]) { Write-Error -Message 'hash' -ErrorId 'emrops.ScriptDiffers' }
$p = ConvertFrom-Json -InputObject $utf8.GetString([Convert]::FromBase64String($in[2]))
$s = ConvertFrom-Json -InputObject $utf8.GetString([Convert]::FromBase64String($in[3]))
$data = New-Object System.IO.MemoryStream
for ($i = 4; $i -lt $in.Count - 1; $i++) { $b = [Convert]::FromBase64String($in[$i]); $data.Write($b, 0, $b.Length) }
$data.Position = 0
$in = $null
$run = [ScriptBlock]::Create($utf8.GetString($code))
try {
  $answer = @{ value = (& $run $p $s $data) }
} catch {
  $x = $_.Exception
  $root = $x.GetBaseException()
  $id = [string]$_.FullyQualifiedErrorId
  if ($x -is [Management.Automation.RuntimeException] -and $x.WasThrownFromThrowStatement) { $id = 'Thrown' }
  $answer = @{ error = @{ id = $id; category = [string]$_.CategoryInfo.Category; type = $root.GetType().FullName; hresult = $root.HResult; message = [string]$x.Message } }
}
$json = ConvertTo-Json -InputObject $answer -Depth 20 -Compress
[Console]::Out.WriteLine()
[Console]::Out.WriteLine($head[4] + [Convert]::ToBase64String($utf8.GetBytes($json)) + $head[4])
exit 0
