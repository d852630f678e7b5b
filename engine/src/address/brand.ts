declare const tag: unique symbol;

/** A `Base` that only meets values with the same `Tag`. Costs nothing at run time. */
export type Brand<Base, Tag extends string> = Base & { readonly [tag]: Tag };
