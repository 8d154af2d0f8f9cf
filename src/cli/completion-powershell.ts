/** The completion script for PowerShell 5.1 and 7. */
import { type CompletedCommand, flagValues, followingWords, type Suggestion, scriptWords } from './completion-shape.ts';

export function powershellCompletion(commands: readonly CompletedCommand[], version: string): string {
  const following = [...followingWords(commands)].map(([beginning, words]) => entry(beginning, words));
  const flags = commands.map(({ words, flags: all }) =>
    entry(
      words,
      all.map(({ name }) => name),
    ),
  );
  const values = flagValues(commands).map(({ command, flag, value }) => entry(`${command ?? '*'} ${flag}`, value));
  const args = commands.flatMap(({ words, args: all }) => all.map((value, index) => entry(`${words} ${index}`, value)));
  return `# Vervollständigung für burgward ${version} in der PowerShell. Einbinden: . .\\burgward.ps1

$burgwardNext = ${table(following)}

$burgwardFlags = ${table(flags)}

$burgwardValues = ${table(values)}

$burgwardArgs = ${table(args)}

Register-ArgumentCompleter -Native -CommandName 'burgward', 'burgward.cmd' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_" })
  $command = ''
  $position = 0
  $database = $null
  $pending = $null
  for ($index = 1; $index -lt $typed.Count; $index++) {
    $word = $typed[$index]
    $pending = $null
    if ($word.StartsWith('-')) {
      $values = $burgwardValues["$command $word"]
      if ($null -eq $values) { $values = $burgwardValues["* $word"] }
      if ($null -eq $values) { continue }
      if ($index + 1 -ge $typed.Count) { $pending = $values; continue }
      $index++
      if ($word -eq '--datenbank') { $database = $typed[$index] }
    } elseif ("$($burgwardNext[$command])".Split(' ') -ccontains $word) {
      $command = "$command $word".Trim()
    } else {
      $position++
    }
  }
  if ($null -ne $pending) { $words = $pending }
  elseif ($wordToComplete.StartsWith('-')) { $words = $burgwardFlags[$command] }
  elseif ($burgwardNext.ContainsKey($command)) { $words = $burgwardNext[$command] }
  else { $words = $burgwardArgs["$command $position"] }
  if ($words -eq '@kommunen') {
    $options = @(if ($database) { '--datenbank'; $database })
    $found = & $typed[0] vervollstaendigung kommunen @options 2>$null
  } elseif ([string]::IsNullOrEmpty($words) -or $words.StartsWith('@')) {
    return
  } else {
    $found = $words.Split(' ')
  }
  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function entry(key: string, suggestion: Suggestion): string {
  return `  ${quoted(key)} = ${quoted(scriptWords(suggestion))}`;
}

function table(entries: readonly string[]): string {
  return `@{\n${entries.join('\n')}\n}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
