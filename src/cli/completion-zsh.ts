/** The completion script for zsh: a file named `_burgward` in a folder of `$fpath`, or sourced. */
import { bourneTables } from './completion-bash.ts';
import type { CompletedCommand } from './completion-shape.ts';

export function zshCompletion(commands: readonly CompletedCommand[], version: string): string {
  return `#compdef burgward
# Vervollständigung für burgward ${version} in der zsh. Als _burgward in einen Ordner aus $fpath legen.

${bourneTables(commands)}

_burgward() {
  local command= database= word REPLY=
  local -i position=0 index
  for ((index = 2; index < CURRENT; index++)); do
    word=\${words[index]}
    case $word in
      --datenbank=*) database=\${word#*=} ;;
      --*=*) ;;
      --datenbank)
        database=\${words[index + 1]}
        ((index++))
        ;;
      -*) _burgward_values "$command $word" && ((index++)) ;;
      *)
        if _burgward_next "$command" && [[ " $REPLY " == *" $word "* ]]; then
          command=\${command:+$command }$word
        else
          ((position++))
        fi
        ;;
    esac
  done
  word=\${words[CURRENT]}
  if [[ $word == --*=* ]] && _burgward_values "$command \${word%%=*}"; then
    compset -P '*='
  elif [[ \${words[CURRENT - 1]} == -* ]] && _burgward_values "$command \${words[CURRENT - 1]}"; then
    :
  elif [[ $word == -* ]]; then
    _burgward_flags "$command" || REPLY='--help --version'
  elif ! _burgward_next "$command"; then
    _burgward_args "$command $position" || return 0
  fi
  case $REPLY in
    '') ;;
    @kommunen)
      local -a known
      known=(\${(f)"$("\${words[1]}" vervollstaendigung kommunen \${database:+--datenbank} \${database:+$database} 2>/dev/null)"})
      compadd -a known
      ;;
    @ordner) _files -/ ;;
    @dateien) _files ;;
    *) compadd -- \${=REPLY} ;;
  esac
}

if [[ $funcstack[1] == _burgward ]]; then
  _burgward "$@"
else
  compdef _burgward burgward
fi
`;
}
