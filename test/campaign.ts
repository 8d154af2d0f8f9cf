/** How long a seeded campaign runs: a short slice in every test run, twenty times as much in `npm run faults`. */
const factor = Number(process.env['BURGWARD_CAMPAIGN'] ?? 1);

/** Rounds of a campaign. @param slice what every test run does */
export function rounds(slice: number): number {
  return slice * factor;
}
