/** Telnet (RFC 854) up to the greeting: every option the server proposes is declined, nothing is ever typed. */
import { ConversationError, type MessageReader, type Script } from './conversation.ts';
import type { LearnedLogin } from './learned-login.ts';

const interpretAsCommand = 255;
const command = { endOfSubnegotiation: 240, subnegotiation: 250, will: 251, wont: 252, do: 253, dont: 254 } as const;

/** More rounds of options than any device has. */
const maxRounds = 8;
const maxPromptLength = 80;
/** Text of a greeting is taken to be complete when it ends like a question. */
const prompt = /(?:login|user(?:name)?|name|password|passwort|kennwort|benutzer(?:name)?)\s*[:>]?\s*$|[:>#$]\s*$/i;

/** What other services greet with. */
const otherGreeting = /^(?:SSH-|HTTP\/|RFB |[1-5]\d\d[ -]|\* OK|\+OK|@RSYNCD)/;

interface TelnetData {
  text: string;
  /** Answers that decline what was proposed. */
  declined: Buffer;
  hasCommands: boolean;
}

/** Whatever is there: Telnet has no ends of messages. A command that is cut off waits for its rest. */
const readSomething: MessageReader = (received) => {
  const length = completeLength(received);
  return length === 0 ? null : length;
};

/** Ends with a prompt; without one the greeting so far is kept when the time is over. */
export function* telnet(learned: LearnedLogin): Script {
  let text = '';
  let send: Buffer | null = null;
  let isTelnet = false;
  for (let round = 0; round < maxRounds || send === null; round++) {
    const data = parse(yield { send, read: readSomething });
    text += data.text;
    isTelnet ||= data.hasCommands;
    if (!isTelnet && otherGreeting.test(text)) {
      learned.banner = null;
      throw new ConversationError({ kind: 'other' });
    }
    if (isTelnet || text.trim() !== '') learned.banner = text.trim();
    if (prompt.test(text.slice(-maxPromptLength))) return null;
    send = data.declined.length === 0 ? null : data.declined;
  }
  return null;
}

/** How many of the bytes are text and complete commands. */
function completeLength(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; ) {
    const end = endOfPart(bytes, at);
    if (end === null) return at;
    at = end;
  }
  return bytes.length;
}

/** Where the text byte or the command at `at` ends; null when it is cut off. */
function endOfPart(bytes: Buffer, at: number): number | null {
  if (bytes[at] !== interpretAsCommand) return at + 1;
  const verb = bytes[at + 1];
  if (verb === undefined) return null;
  if (verb === command.subnegotiation) {
    const end = bytes.indexOf(Buffer.from([interpretAsCommand, command.endOfSubnegotiation]), at);
    return end === -1 ? null : end + 2;
  }
  const length = verb > command.subnegotiation && verb !== interpretAsCommand ? 3 : 2;
  return at + length > bytes.length ? null : at + length;
}

function parse(bytes: Buffer): TelnetData {
  const text: number[] = [];
  const declined: number[] = [];
  let hasCommands = false;
  for (let at = 0; at < bytes.length; ) {
    const end = endOfPart(bytes, at) ?? bytes.length;
    const [first = 0, verb, option = 0] = bytes.subarray(at, end);
    if (first !== interpretAsCommand) text.push(first);
    else {
      hasCommands = true;
      if (verb === command.do) declined.push(interpretAsCommand, command.wont, option);
      if (verb === command.will) declined.push(interpretAsCommand, command.dont, option);
    }
    at = end;
  }
  return { text: Buffer.from(text).toString('utf8'), declined: Buffer.from(declined), hasCommands };
}
