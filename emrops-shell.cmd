@echo off
rem JShell with everything of emrops imported, or a script; see emrops-shell, of which this is the form for Windows.
rem Needs a JDK 17 or later (JAVA_HOME, or on the PATH) and Maven 3.8.7 or later. Two builds at once are not kept apart.
setlocal EnableExtensions DisableDelayedExpansion

set "root=%~dp0"
set "root=%root:~0,-1%"
set "startup=%root%\examples\startup.jsh"
set "class_path_file=%root%\examples\target\shell-class-path"
set "built=%root%\examples\target\shell-built"

if "%~1"=="-h" goto help
if "%~1"=="--help" goto help
if not "%~1"=="--docs" goto no_docs
if "%~3"=="" goto wrong
goto find_java
:no_docs
set "first=%~1"
if not defined first goto find_java
if "%first:~0,1%"=="-" goto wrong
if not exist "%~1" (
    >&2 echo emrops-shell: there is no script %1
    exit /b 2
)

:find_java
set "java=java"
set "javac=javac"
set "jshell=jshell"
if not defined JAVA_HOME goto java_of_path
set "java=%JAVA_HOME%\bin\java.exe"
set "javac=%JAVA_HOME%\bin\javac.exe"
set "jshell=%JAVA_HOME%\bin\jshell.exe"
for %%t in ("%java%" "%javac%" "%jshell%") do if not exist %%t (
    >&2 echo emrops-shell: needs a JDK 17 or later: no %%~nt in JAVA_HOME
    exit /b 2
)
goto look
:java_of_path
for %%t in (java javac jshell) do (
    where /q %%t || (
        >&2 echo emrops-shell: needs a JDK 17 or later: no %%t in PATH
        exit /b 2
    )
)

:look
call :is_current || call :build || exit /b 2
set "class_path="
for /f "usebackq delims=" %%c in ("%class_path_file%") do set "class_path=%%c"

if "%~1"=="" goto interactive
if "%~1"=="--docs" goto documents
"%java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto --enable-native-access=ALL-UNNAMED "-Demrops.root=%root%" ^
    -cp "%class_path%" io.emrops.examples.Script "%startup%" %*
exit /b %errorlevel%

:documents
set "rest="
:next
shift
if "%~1"=="" goto write
set rest=%rest% "%~1"
goto next
:write
"%java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto --enable-native-access=ALL-UNNAMED "-Demrops.root=%root%" ^
    -cp "%class_path%" io.emrops.examples.Documents "%startup%"%rest%
exit /b %errorlevel%

:interactive
>&2 echo emrops-shell: everything of emrops is imported; help() shows where to begin.
"%jshell%" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -J-Xshare:auto -J--enable-native-access=ALL-UNNAMED ^
    -R-XX:TieredStopAtLevel=1 -R-XX:+UseSerialGC -R-Xshare:auto -R--enable-native-access=ALL-UNNAMED "-R-Demrops.root=%root%" ^
    --class-path "%class_path%" --startup "%startup%" --feedback concise
exit /b %errorlevel%

rem 0 if what was built is not older than its sources, and is still there.
:is_current
if not exist "%class_path_file%" exit /b 1
if not exist "%built%" exit /b 1
powershell -NoProfile -NonInteractive -Command "$since = (Get-Item -LiteralPath $env:built).LastWriteTimeUtc; $sources = @(Get-Item -Path ($env:root + '\pom.xml'), ($env:root + '\*\pom.xml')) + @(Get-ChildItem -Path ($env:root + '\*\src\main') -Recurse -File); $newer = $sources | Where-Object { $_.LastWriteTimeUtc -gt $since }; $gone = (Get-Content -LiteralPath $env:class_path_file) -split ';' | Where-Object { $_ -and -not (Test-Path -LiteralPath $_) }; if ($newer -or $gone) { exit 1 }"
exit /b %errorlevel%

:build
where /q mvn || (
    >&2 echo emrops-shell: needs Maven 3.8.7 or later to build emrops: no mvn in PATH
    exit /b 1
)
>&2 echo emrops-shell: building emrops (the first time also fetches its libraries) ...
if not exist "%root%\examples\target" mkdir "%root%\examples\target"
type nul >"%built%.new"
pushd "%root%"
call mvn -B -q -ntp -Dmaven.test.skip=true -Dmaven.source.skip=true ^
    -Dmdep.outputFile=target/shell-class-path -Dmdep.includeScope=runtime ^
    -pl examples -am package dependency:build-classpath >&2
set "status=%errorlevel%"
popd
if not "%status%"=="0" (
    del "%built%.new"
    >&2 echo emrops-shell: the build failed
    exit /b 1
)
set "jar="
for %%j in ("%root%\examples\target\emrops-examples-*.jar") do set "jar=%%~fj"
set "libraries="
for /f "usebackq delims=" %%c in ("%class_path_file%") do set "libraries=%%c"
>"%class_path_file%.new" echo %jar%;%libraries%
move /y "%class_path_file%.new" "%class_path_file%" >nul
move /y "%built%.new" "%built%" >nul
exit /b 0

:wrong
call :usage >&2
exit /b 2

:help
call :usage
exit /b 0

:usage
echo usage: emrops-shell                      JShell with everything imported
echo        emrops-shell FILE.jsh [ARG...]    run a script; it finds its arguments in `args`
echo        emrops-shell --docs DIR FILE.jsh...
echo                                          run scripts that define runbooks, and write the document of each runbook
echo                                          that they leave in a variable to DIR, as Markdown and as HTML
echo.
echo A script exits with 0 if nothing went wrong; with 1, and the line, if it does not compile or throws; or as it says
echo itself with System.exit(n) or /exit n. Try examples\first.jsh and examples\release.jsh.
exit /b 0
