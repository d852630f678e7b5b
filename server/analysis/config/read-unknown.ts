/** Where in a value something is: names and indices from its top. */
export type ValuePath = readonly (string | number)[];

export interface ValueProblem {
  readonly path: ValuePath;
  readonly message: string;
}

/** Reads a value somebody typed. What does not fit becomes a problem and `undefined`, so the default is kept. */
export interface Reader {
  /** Whether there is a value at all. */
  readonly isGiven: boolean;
  readonly isRecord: boolean;
  /** Where it is. */
  readonly path: ValuePath;
  record(): Readonly<Record<string, unknown>>;
  member(name: string): Reader;
  /** The names of a record, in their order. */
  names(): readonly string[];
  items(): readonly Reader[];
  oneOf<Value extends string>(allowed: readonly Value[]): Value | undefined;
  matching(form: RegExp, what: string): string | undefined;
  flag(): boolean | undefined;
  wholeNumber(limits: { readonly min: number; readonly max: number }): number | undefined;
  problem(message: string): void;
}

export function createReader(value: unknown, problems: ValueProblem[], path: ValuePath = []): Reader {
  const problem = (message: string): undefined => {
    problems.push({ path, message });
    return undefined;
  };
  const isGiven = value !== undefined;
  const name = path.length === 0 ? 'the configuration' : `\`${path.join('.')}\``;
  // A value that is not there is nobody's mistake; whoever needs it says so.
  const reject = (expected: string): undefined => (isGiven ? problem(`${name} must be ${expected}`) : undefined);

  return {
    isGiven,
    isRecord: isRecord(value),
    path,
    problem,
    record() {
      if (!isRecord(value)) {
        reject('an object');
        return {};
      }
      return value;
    },
    member(key) {
      const inner = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
      return createReader(inner, problems, [...path, key]);
    },
    names() {
      return Object.keys(this.record());
    },
    items() {
      if (!Array.isArray(value)) {
        reject('a list');
        return [];
      }
      return value.map((item: unknown, index) => createReader(item ?? null, problems, [...path, index]));
    },
    oneOf(allowed) {
      const found = allowed.find((it) => it === value);
      return found ?? reject(`one of ${allowed.map((it) => `\`${it}\``).join(', ')}`);
    },
    matching(form, what) {
      return typeof value === 'string' && form.test(value) ? value : reject(what);
    },
    flag() {
      return typeof value === 'boolean' ? value : reject('`true` or `false`');
    },
    wholeNumber({ min, max }) {
      const fits = typeof value === 'number' && Number.isInteger(value) && min <= value && value <= max;
      return fits ? value : reject(`a whole number from ${min} to ${max}`);
    },
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
