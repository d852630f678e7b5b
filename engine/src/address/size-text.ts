/** Decimal or `0x`, with `K`, `M` or `G` for powers of 1024; `undefined` for any other text. */
export function parseSize(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(0x[\da-f]+|\d+)([KMG]?)$/i.exec(text) ?? [];
  return digits === '' ? undefined : Number(digits) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase());
}

/** The shortest such text: `16M`, `1536K`, `100`. */
export function sizeText(bytes: number): string {
  const power = bytes === 0 ? 0 : ([3, 2, 1].find((it) => bytes % 1024 ** it === 0) ?? 0);
  return `${bytes / 1024 ** power}${['', 'K', 'M', 'G'][power] ?? ''}`;
}
