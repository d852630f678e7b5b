// What a symbol stands for, by its key: who makes such keys and who asks for them meet here.
import type { SymbolTerm } from '../symbolic/term.js';

type Keyed = Pick<SymbolTerm, 'key'>;

/** What the call at a site gave back, and nobody looked into. */
export const resultKey = (site: string): string => `result:${site}`;
export const isResult = ({ key }: Keyed): boolean => key.startsWith('result:');

/** A name of a header whose number is not known: the same wherever it stands. */
export const constantKey = (name: string): string => `constant:${name}`;
export const isHeaderConstant = ({ key }: Keyed): boolean => key.startsWith('constant:');

/** The size of a type that no file shows. */
export const sizeKey = (type: string): string => `sizeof(${type})`;
export const isSizeOf = ({ key }: Keyed, beginning = ''): boolean => key.startsWith(`sizeof(${beginning}`);

/** One of the values of several paths that were joined: see `exec/join-paths.ts`. */
export const isJoined = ({ key }: Keyed): boolean => key.startsWith('joined:');

/** Read from memory after something may have changed it: `Terms.loaded()` puts the epoch behind the `@`. */
export const isReadAgain = ({ key }: Keyed): boolean => /^loaded:.*@(?!0$)/.test(key);

/** What the caller of a function that is explored by itself gives it. */
export const parameterKey = (functionName: string, local: number): string => `parameter:${functionName}:${local}`;
export const isParameterOf = ({ key }: Keyed, functionName: string): boolean =>
  key.startsWith(`parameter:${functionName}:`);
