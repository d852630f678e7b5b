/** Why a path is no longer explored. Every path ends with exactly one. */
export type StopReason =
  | { readonly kind: 'returned' }
  | { readonly kind: 'never-returns' }
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'merged' }
  /** Another round of a loop whose writes are already havocked would show nothing new. */
  | { readonly kind: 'loop-bound' }
  | { readonly kind: 'out-of-budget'; readonly budget: 'paths' | 'steps' }
  | { readonly kind: 'unsupported'; readonly what: string };
