/** An element's start as the parser hands it over. */
export interface Tag {
  name: string;
  attributes: Readonly<Record<string, string>>;
}
