/**
 * C types as the analysis needs them: names are kept, nothing is laid out here.
 * A typedef that the file does not define stays `named`, so that kernel types (`u32`, `dma_addr_t`) keep their meaning.
 */
export type CType =
  | { readonly kind: 'void' }
  | { readonly kind: 'integer'; readonly name: string }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'pointer'; readonly to: CType }
  /** `count` is the source text of the bound, or `undefined` for a flexible or unsized array. */
  | { readonly kind: 'array'; readonly of: CType; readonly count: string | undefined }
  /** `tag` is unique in a file; an anonymous struct gets one made from its offset: `<anonymous 1234>`. */
  | { readonly kind: 'struct' | 'union'; readonly tag: string }
  | { readonly kind: 'enum'; readonly tag: string }
  | { readonly kind: 'function'; readonly returns: CType }
  | { readonly kind: 'unknown' };

export const unknownType: CType = { kind: 'unknown' };
export const voidType: CType = { kind: 'void' };
export const intType: CType = { kind: 'integer', name: 'int' };
export const pointerTo = (to: CType): CType => ({ kind: 'pointer', to });
