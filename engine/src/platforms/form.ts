import { isAligned } from '../address/align.js';
import { parseSize, sizeText } from '../address/size-text.js';

/** How a value is written by hand, in a script or a configuration file. */
export interface Form<Value> {
  /** `undefined` for what does not fit. */
  read(written: unknown): Value | undefined;
  /** What is asked for, after "must be". */
  readonly expected: string;
  /** The same as JSON schema. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export const flag: Form<boolean> = {
  read: (written) => (typeof written === 'boolean' ? written : undefined),
  expected: '`true` or `false`',
  schema: { type: 'boolean' },
};

export const text: Form<string> = {
  read: (written) => (typeof written === 'string' && /\S/.test(written) ? written : undefined),
  expected: 'a text',
  schema: { type: 'string', pattern: '\\S' },
};

export function oneOf<Word extends string>(words: readonly Word[]): Form<Word> {
  return {
    read: (written) => words.find((it) => it === written),
    expected: `${words.length > 1 ? 'one of ' : ''}${words.map((it) => `\`${it}\``).join(', ')}`,
    schema: { enum: words },
  };
}

interface Limits {
  readonly min: number;
  readonly max: number;
  /** What it must be a multiple of. */
  readonly granule: number;
}

/** Bytes, as a number or as `16M`. */
export function size(limits: Limits): Form<number> {
  return measure(limits, (it) => sizeText(it), 'a size');
}

/** A place in an address space, as a number or as `0x20000000`. */
export function address(limits: Limits): Form<number> {
  return measure(limits, (it) => `0x${it.toString(16)}`, 'an address');
}

function measure({ min, max, granule }: Limits, show: (value: number) => string, what: string): Form<number> {
  return {
    read(written) {
      const value = typeof written === 'string' ? parseSize(written) : written;
      const fits = typeof value === 'number' && min <= value && value <= max && isAligned(value, granule);
      return fits ? value : undefined;
    },
    expected: `${what} from ${show(min)} to ${show(max)}${granule > 1 ? `, a multiple of ${sizeText(granule)}` : ''}`,
    schema: {
      anyOf: [
        { type: 'integer', minimum: min, maximum: max, multipleOf: granule },
        { type: 'string', pattern: '^(0[xX][0-9a-fA-F]+|[0-9]+)[KMGkmg]?$' },
      ],
    },
  };
}

export function powerOfTwo({ min, max }: { readonly min: number; readonly max: number }): Form<number> {
  const powers: number[] = [];
  for (let power = min; power <= max; power *= 2) powers.push(power);
  return {
    read: (written) => powers.find((it) => it === written),
    expected: `one of ${powers.join(', ')}`,
    schema: { enum: powers },
  };
}

export function either<First, Second>(first: Form<First>, second: Form<Second>): Form<First | Second> {
  return {
    read: (written) => first.read(written) ?? second.read(written),
    expected: `${first.expected}, or ${second.expected}`,
    schema: { anyOf: [first.schema, second.schema] },
  };
}
