/** A half-open range of one original file, in UTF-16 code units from its start. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const span = (start: number, end: number): Span => ({ start, end });

export function contains(outer: Span, offset: number): boolean {
  return outer.start <= offset && offset < outer.end;
}

export function encloses(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
