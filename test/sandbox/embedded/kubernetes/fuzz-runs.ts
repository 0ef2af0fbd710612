/** How often a property is tried: more where there is time, such as in CI. */
export function fuzzRuns(usual: number): number {
  return process.env['CI'] ? usual * 4 : usual;
}
