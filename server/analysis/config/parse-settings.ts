import type { Confidence, RuleId } from '../findings/finding.js';
import { readApiModels } from './api-models.js';
import { readOwnPlatforms, withPlatforms } from './own-platforms.js';
import { createReader, type Reader, type ValueProblem } from './read-unknown.js';
import { everyPlatform, type GivenSettings, type KnownNames, type RuleLevel, type SettingsPlace } from './settings.js';

export const ruleLevels: readonly RuleLevel[] = ['off', 'info', 'warning', 'error'];
export const confidences: readonly Confidence[] = ['high', 'medium', 'low'];
/** The longest pause anybody can mean; ten seconds. */
const maxDelay = 10_000;

export interface ParsedSettings {
  /** What was given and understood. */
  readonly given: GivenSettings;
  readonly problems: readonly ValueProblem[];
}

type Readers = { readonly [Name in keyof GivenSettings]-?: (reader: Reader, known: SettingsPlace) => GivenSettings };

const readers: Readers = {
  enable: (reader) => some('enable', reader.flag()),
  platforms: (reader) => ({ platforms: readOwnPlatforms(reader) }),
  platform: (reader, known) => some('platform', readPlatform(reader, known)),
  rules: (reader, known) => ({ rules: readRules(reader, known) }),
  minConfidence: (reader) => some('minConfidence', reader.oneOf(confidences)),
  run: (reader) => some('run', reader.oneOf(['onType', 'onSave'])),
  delay: (reader) => some('delay', reader.wholeNumber({ min: 0, max: maxDelay })),
  hover: (reader) => some('hover', reader.oneOf(['full', 'compact', 'off'])),
  exclude: (reader) => ({ exclude: reader.items().flatMap((item) => item.matching(/\S/, 'a pattern') ?? []) }),
  apiModels: (reader) => ({ apiModels: readApiModels(reader) }),
  kernel: (reader, known) => some('kernel', readKernel(reader, known)),
};

/** The members `.dma-lens.json` may have, besides `$schema`. Machines come first, because `platform` may name one. */
export const fileSettings = ['platforms', 'platform', 'rules', 'exclude', 'apiModels', 'kernel'] as const;
/** The settings an editor sends. */
const editorSettings = ['enable', 'platform', 'rules', 'minConfidence', 'run', 'delay', 'hover', 'kernel'] as const;

export function parseFileSettings(value: unknown, known: SettingsPlace): ParsedSettings {
  return parse(value, known, fileSettings, (reader) => {
    for (const name of reader.names()) {
      if (name !== '$schema' && !fileSettings.some((it) => it === name)) {
        reader.member(name).problem(`there is no setting \`${name}\` here; known are ${list(fileSettings)}`);
      }
    }
  });
}

/** Settings of an editor: names we do not know are other features', and none of our business. */
export function parseEditorSettings(value: unknown, known: SettingsPlace): ParsedSettings {
  return parse(value ?? {}, known, editorSettings, () => {});
}

function parse(
  value: unknown,
  known: SettingsPlace,
  names: readonly (keyof GivenSettings)[],
  checkOthers: (reader: Reader) => void,
): ParsedSettings {
  const problems: ValueProblem[] = [];
  const top = createReader(value, problems);
  top.record();
  let given: GivenSettings = {};
  for (const name of names) {
    const reader = top.member(name);
    // Editors send `null` for what nobody set.
    if (reader.isGiven && top.record()[name] !== null) {
      given = { ...given, ...readers[name](reader, withPlatforms(known, given.platforms ?? new Map())) };
    }
  }
  if (problems.length === 0 || problems[0]?.path.length !== 0) {
    checkOthers(top);
  }
  return { given, problems };
}

function readPlatform(reader: Reader, known: KnownNames): string | undefined {
  return reader.oneOf([...known.platforms, everyPlatform]);
}

function readKernel(reader: Reader, { kernelTree }: SettingsPlace): string | undefined {
  const path = reader.matching(/^/, 'a path');
  if (path === undefined || path === '') return path;
  const tree = kernelTree(path);
  if (tree === undefined) reader.problem(noKernelTree(path));
  return tree;
}

/** What is said of a folder that was named as one. */
export const noKernelTree = (path: string): string =>
  `${path} is no kernel tree: it has no include/linux/dma-mapping.h`;

function readRules(reader: Reader, known: KnownNames): ReadonlyMap<RuleId, RuleLevel> {
  const rules = new Map<RuleId, RuleLevel>();
  for (const id of reader.names()) {
    const entry = reader.member(id);
    const level = entry.oneOf(ruleLevels);
    if (!isRuleId(id, known)) {
      entry.problem(`there is no rule \`${id}\``);
    } else if (level !== undefined) {
      rules.set(id, level);
    }
  }
  return rules;
}

export function isRuleId(id: string, known: KnownNames): id is RuleId {
  return known.rules.has(id);
}

const list = (names: readonly string[]): string => names.map((it) => `\`${it}\``).join(', ');

function some<Name extends keyof GivenSettings>(name: Name, value: GivenSettings[Name] | undefined): GivenSettings {
  return value === undefined ? {} : { [name]: value };
}
