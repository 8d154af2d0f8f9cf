/** What the conversation with a service that asks for a login has told so far; null: not yet, or not at all. */
export interface LearnedLogin {
  banner: string | null;
  capabilities: readonly string[] | null;
  starttlsOffered: boolean | null;
  loginWithoutTls: readonly string[] | null;
}
