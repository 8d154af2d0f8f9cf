import { BaseCommand } from '../cli/base-command.ts';
import { bashCompletion } from '../cli/completion-bash.ts';
import { powershellCompletion } from '../cli/completion-powershell.ts';
import { completedCommands } from '../cli/completion-shape.ts';
import { zshCompletion } from '../cli/completion-zsh.ts';
import { databaseLocation } from '../cli/context.ts';
import { Args } from '../cli/flags.ts';
import { completionKommunen } from '../usecases/completion-values.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, powershell: powershellCompletion };

export default class Vervollstaendigung extends BaseCommand<CommandJson['vervollstaendigung']> {
  static override summary = 'Ein Skript ausgeben, mit dem die Tabulatortaste Befehle vervollständigt';
  static override description =
    'Befehle, Schalter und feste Werte stehen im Skript selbst; die Kurznamen der Kommunen fragt es beim Programm ab (kommunen). Nach jeder neuen Fassung des Programms neu ausgeben.';
  static override examples = [
    'burgward vervollstaendigung bash > ~/.local/share/bash-completion/completions/burgward',
    'burgward vervollstaendigung zsh > ~/.zfunc/_burgward',
    'burgward vervollstaendigung powershell > burgward.ps1',
  ];
  static needsAllCommands = true;
  static override refusedFlags = {
    stand: 'Das Skript hängt von keinem Tag ab.',
    person: 'Es wird nichts erfasst.',
  };
  static override args = {
    was: Args.string({
      description: 'die Shell, oder was deren Skript abfragt',
      options: ['bash', 'zsh', 'powershell', 'kommunen'],
      required: true,
    }),
  };

  async run() {
    const { args, flags } = await this.parse(Vervollstaendigung);
    const was = args.was as CommandJson['vervollstaendigung']['was'];
    const text = was === 'kommunen' ? completionKommunen(databaseLocation(flags)).join('\n') : this.#script(was);
    // Not by print: a script must come out byte for byte.
    if (!this.jsonEnabled() && text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    return { was, text };
  }

  #script(shell: keyof typeof scripts): string {
    return scripts[shell](completedCommands(this.config), this.config.version);
  }
}
