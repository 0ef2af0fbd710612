/** 32 hexadecimal digits as a UUID is written. */
export function uuidOf(digits: string): string {
  return [8, 12, 16, 20, 32].map((end, index, ends) => digits.slice(index === 0 ? 0 : ends[index - 1], end)).join('-');
}
