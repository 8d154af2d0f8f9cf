/** Paragraphs a paper rests on, with their words and marks as the catalogue has them. */
import type { Catalogue } from '../domain/catalogue.ts';
import { degreeMark } from '../domain/duties.ts';
import { InvalidDataError } from '../errors.ts';

export interface LegalBasisData {
  stelle: string;
  /** What it says, in the words of the catalogue. */
  inhalt: string;
  /** MUSS, SOLL … */
  art: string;
  grad: '' | '°';
  vertrauen: string;
}

/** @throws InvalidDataError when the catalogue does not know the duty */
export function legalBasis(catalogue: Catalogue, id: string): LegalBasisData {
  const framework = catalogue.frameworks.find((each) => each.id === 'saechsisichg');
  const item = framework?.items.find((each) => each.id === id);
  if (item === undefined)
    throw new InvalidDataError(
      `Der Katalog ${catalogue.edition} nennt die Pflicht „${id}“ des Rahmenwerks „saechsisichg“ nicht.`,
      'Den mitgelieferten Katalog benutzen.',
    );
  return {
    stelle: item.ref,
    inhalt: item.duty,
    art: item.kind,
    grad: degreeMark(item.confidence),
    vertrauen: item.confidence.join(', '),
  };
}

/** „§ 8 Abs. 1 Satz 1°“, for papers that name the Act once. */
export function placed({ stelle, grad }: Pick<LegalBasisData, 'stelle' | 'grad'>): string {
  return `${stelle}${grad}`;
}

/** „§ 8 Abs. 1 Satz 1 SächsISichG°“ */
export function cited({ stelle, grad }: Pick<LegalBasisData, 'stelle' | 'grad'>): string {
  return placed({ stelle: `${stelle} SächsISichG`, grad });
}

/** What the small circle means, for papers that have no table of marks. */
export const degreeNote =
  '° Der geltende Wortlaut wurde für den Katalog nicht gelesen; vor der Verwendung im geltenden Gesetz prüfen.';
