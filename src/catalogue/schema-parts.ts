/** Fields that mean the same in several files of controls/. */
import { z } from 'zod';
import { confidences } from '../domain/catalogue.ts';

/** Longest single text; what is longer belongs into a document of its own. */
export const maxTextLength = 5000;

export const text = z.string().trim().min(1).max(maxTextLength);
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, 'Erwartet eine Kennung aus Kleinbuchstaben, Ziffern und Bindestrichen ohne Umlaute.');
export const controlId = z.string().regex(/^[A-Z]{2,8}-\d{2}\.\d{2}$/, 'Erwartet eine Kennung wie WEB-01.03.');
export const confidence = z.array(z.enum(confidences));
