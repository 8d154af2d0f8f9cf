/** The completion script for bash; needs no further package, only bash 4. */
import {
  type CompletedCommand,
  flagValues,
  followingWords,
  type Suggestion,
  scriptWords,
  shellQuoted,
} from './completion-shape.ts';

/** Tables both shells of the Bourne family read: functions that leave their answer in REPLY. */
export function bourneTables(commands: readonly CompletedCommand[]): string {
  const values = flagValues(commands).map(({ command, flag, value }) =>
    arm(command === null ? `*${shellQuoted(` ${flag}`)}` : shellQuoted(`${command} ${flag}`), value),
  );
  const following = [...followingWords(commands)].map(([beginning, words]) => arm(shellQuoted(beginning), words));
  const flags = commands.map(({ words, flags: all }) =>
    arm(
      shellQuoted(words),
      all.map(({ name }) => name),
    ),
  );
  const args = commands.flatMap(({ words, args: all }) =>
    all.map((value, index) =>
      arm(index === all.length - 1 ? `${shellQuoted(`${words} `)}*` : shellQuoted(`${words} ${index}`), value),
    ),
  );
  return [
    table('_burgward_next', 'Wörter, die auf einen Anfang folgen können', following),
    table('_burgward_flags', 'Schalter eines Befehls', flags),
    table('_burgward_values', 'Werte eines Schalters', values),
    table('_burgward_args', 'Werte einer Angabe, nach ihrem Platz', args),
  ].join('\n\n');
}

function arm(pattern: string, suggestion: Suggestion): string {
  return `    ${pattern}) REPLY=${shellQuoted(scriptWords(suggestion))} ;;`;
}

function table(name: string, comment: string, arms: readonly string[]): string {
  return [`# ${comment}`, `${name}() {`, '  case $1 in', ...arms, '    *) return 1 ;;', '  esac', '}'].join('\n');
}

export function bashCompletion(commands: readonly CompletedCommand[], version: string): string {
  return `# Vervollständigung für burgward ${version} in der bash. Einbinden: source DIESE_DATEI

${bourneTables(commands)}

# Welcher Befehl bis zum Wort unter dem Cursor dasteht, und die wievielte Angabe folgt
_burgward_read() {
  local index word
  command= position=0 database=
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    case $word in
      --datenbank)
        [[ \${COMP_WORDS[index + 1]} == = ]] && ((index++))
        database=\${COMP_WORDS[index + 1]}
        ((index++))
        ;;
      -*)
        if _burgward_values "$command $word"; then
          [[ \${COMP_WORDS[index + 1]} == = ]] && ((index++))
          ((index++))
        fi
        ;;
      *)
        if _burgward_next "$command" && [[ " $REPLY " == *" $word "* ]]; then
          command=\${command:+$command }$word
        else
          ((position++))
        fi
        ;;
    esac
  done
}

_burgward() {
  local command position database REPLY= word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  if [[ $word == = ]]; then
    word=
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  _burgward_read
  if [[ $previous == -* ]] && _burgward_values "$command $previous"; then
    :
  elif [[ $word == -* ]]; then
    _burgward_flags "$command" || REPLY='--help --version'
  elif ! _burgward_next "$command"; then
    _burgward_args "$command $position" || return 0
  fi
  case $REPLY in
    '') ;;
    @kommunen)
      REPLY=$("\${COMP_WORDS[0]}" vervollstaendigung kommunen \${database:+--datenbank "$database"} 2>/dev/null)
      COMPREPLY=($(compgen -W "$REPLY" -- "$word"))
      ;;
    @ordner)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "$word")
      ;;
    @dateien)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      ;;
    *) COMPREPLY=($(compgen -W "$REPLY" -- "$word")) ;;
  esac
}

complete -F _burgward burgward
`;
}
