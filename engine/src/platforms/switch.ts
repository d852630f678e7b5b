import type { Form } from './form.js';
import type { Platform } from './platform.js';

/** Something that does not fit, and where below a switch; the sentence goes on after the switch's name. */
export interface Misfit {
  readonly problem: string;
  readonly within: readonly string[];
}

/** What became of a machine; whatever does not fit changed nothing. */
export interface Switched {
  readonly platform: Platform;
  readonly misfits: readonly Misfit[];
}

/** One thing about a machine that a user can vary. */
export interface Switch {
  /** One sentence without a full stop. */
  readonly about: string;
  /** What its values must be, in words. */
  readonly expected: string;
  /** JSON schema of its values. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The machine with a value as it was written. */
  set(platform: Platform, written: unknown): Switched;
}

export function switchOf<Value>(
  about: string,
  form: Form<Value>,
  set: (platform: Platform, value: Value) => Platform | Misfit,
): Switch {
  return {
    about,
    expected: form.expected,
    schema: form.schema,
    set(platform, written) {
      const value = form.read(written);
      const result = value === undefined ? misfit(`must be ${form.expected}`) : set(platform, value);
      return 'problem' in result ? { platform, misfits: [result] } : { platform: result, misfits: [] };
    },
  };
}

export function misfit(problem: string, within: readonly string[] = []): Misfit {
  return { problem, within };
}
