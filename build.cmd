@echo off
rem Builds, tests and runs CephActors. Usage: build.cmd VERB [ARGUMENT...]; without a verb it lists them.
setlocal EnableDelayedExpansion
cd /d "%~dp0"

set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set "configuration=Release"
set "results=artifacts\test-results"
set "options=-c %configuration% --nologo -v quiet"
if "%CI%"=="true" (
  rem A build server that outlives the build would hold the CI job's output open.
  set MSBUILDDISABLENODEREUSE=1
  set "options=%options% -p:UseSharedCompilation=false"
)

where dotnet >nul 2>nul || (echo build.cmd: the .NET SDK 10 is needed: https://dot.net/download 1>&2 & exit /b 1)

set "verb=%~1"
set "arguments="
:collect
shift
if "%~1"=="" goto collected
set arguments=!arguments! %1
goto collect
:collected

if "%verb%"=="" goto help
for %%v in (help -h --help) do if "%verb%"=="%%v" goto help
for %%v in (build test run pack format bench mutate publish) do if "%verb%"=="%%v" goto %%v
echo build.cmd: there is no verb '%verb%' 1>&2
call :help 1>&2
exit /b 2

:help
echo Usage: build.cmd VERB [ARGUMENT...]
echo.
echo   build             restore and build everything
echo   test              build and run every test; the last line is "N passed, M failed"
echo   run [OPTION...]   build the tool and run `cephactors demo` (try --help)
echo   pack              build the packages into artifacts\packages
echo   format [--fix]    check the code style, or mend it
echo   bench [OPTION...] run the micro-benchmarks briefly, about two minutes (options as BenchmarkDotNet takes them)
echo   mutate [OPTION...] change the session and framing code in every small way and see whether a spec notices
echo                     (options as Stryker.NET takes them: --mutate "**/Session/OutQueue.cs" for one file)
echo   publish           put runnable programs at artifacts\cephactors and artifacts\samples
exit /b 0

:build
dotnet build CephActors.sln %options%%arguments%
exit /b %errorlevel%

:test
dotnet build CephActors.sln %options% || exit /b 1
if exist "%results%" rmdir /s /q "%results%"
rem One project after the other: many specs use both processors for themselves.
dotnet test CephActors.sln --no-build -c %configuration% --nologo -m:1 --logger trx --results-directory "%results%" --blame-hang-timeout 5m%arguments%
set "status=%errorlevel%"
set /a passed=0, failed=0, skipped=0
rem A result file holds one line <Counters total="N" executed="N" passed="N" ...>: the numbers stand between the quotes.
for /r "%results%" %%f in (*.trx) do (
  for /f tokens^=2^,4^,6^ delims^=^" %%a in ('findstr /c:"<Counters " "%%f"') do (
    set /a skipped+=%%a-%%b, failed+=%%b-%%c, passed+=%%c
  )
)
if not "%status%"=="0" if !failed! equ 0 (
  echo A test run ended before its time ^(see above^); it counts as one failure. 1>&2
  set failed=1
)
set "summary=!passed! passed, !failed! failed"
if !skipped! gtr 0 set "summary=!summary!, !skipped! skipped"
echo !summary!
if !failed! gtr 0 exit /b 1
if !passed! equ 0 exit /b 1
exit /b 0

:run
rem What the demo prints on standard output is its own: the build speaks on standard error.
dotnet build src\CephActors.Tool %options% 1>&2 || exit /b 1
dotnet src\CephActors.Tool\bin\%configuration%\net10.0\CephActors.Tool.dll demo%arguments%
exit /b %errorlevel%

:pack
rem No path of this machine is to be found in a package, and the same sources make the same bytes.
dotnet pack CephActors.sln %options% -p:ContinuousIntegrationBuild=true%arguments%
exit /b %errorlevel%

:format
if "%arguments%"==" --fix" (dotnet format CephActors.sln) else (dotnet format CephActors.sln --verify-no-changes)
exit /b %errorlevel%

:bench
dotnet run -c %configuration% --project tests\CephActors.Benchmarks -- brief%arguments%
exit /b %errorlevel%

:mutate
dotnet tool restore || exit /b 1
rem Where Stryker finds a solution it takes all of it: it is started from the project to mutate.
rem Its look at the installed SDK gives up after 4 s, which a busy machine needs.
set DOTNET_INFO_WAIT_TIME=60000
rem A mutant that loops without end keeps its process no longer than for so many seconds of processor time.
set CEPHACTORS_MUTATION_LIMIT=60
rem Processes that live for seconds gain nothing from being profiled.
set DOTNET_TieredPGO=0
cd src\CephActors.Protocol
dotnet stryker --config-file ..\..\stryker-config.json --output "%~dp0artifacts\mutation" --skip-version-check%arguments%
exit /b %errorlevel%

:publish
dotnet publish src\CephActors.Tool %options% -o artifacts\cephactors || exit /b 1
for /d %%s in (src\Samples\*) do (
  dotnet publish "%%s" %options% -o "artifacts\samples\%%~nxs" || exit /b 1
)
exit /b 0
