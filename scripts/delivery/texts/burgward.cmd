@echo off
rem Starts burgward with the Node that lies beside it.
setlocal
"%~dp0runtime\node.exe" "%~dp0bin\run.js" %*
exit /b %errorlevel%
