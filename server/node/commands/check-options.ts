import { availableParallelism } from 'node:os';
import { confidences, isRuleId, ruleLevels } from '../../analysis/config/parse-settings.js';
import { everyPlatform, type GivenSettings, type KnownNames, type RuleLevel } from '../../analysis/config/settings.js';
import type { Level, RuleId } from '../../analysis/findings/finding.js';
import { type Arguments, choiceOf, type OptionKinds, valueOf } from '../arguments.js';

export const checkOptionKinds: OptionKinds = {
  format: 'value',
  output: 'value',
  platform: 'value',
  kernel: 'value',
  rule: 'value',
  'rule-only': 'value',
  'fail-on': 'value',
  'min-confidence': 'value',
  jobs: 'value',
  stats: 'optional-value',
  quiet: 'flag',
};

const formats = ['text', 'sarif', 'json', 'github'] as const;
const failLevels = ['info', 'warning', 'error', 'never'] as const;

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: (typeof formats)[number];
  readonly output: string | undefined;
  /** A kernel tree, relative to where the command runs; otherwise the one a file stands in counts. */
  readonly kernel: string | undefined;
  readonly failOn: Level | 'never';
  readonly jobs: number;
  readonly stats: 'none' | 'totals' | 'functions';
  readonly quiet: boolean;
  /** What beats the configuration file. */
  readonly given: GivenSettings;
  /** With `--rule-only`: every other rule is off. */
  readonly onlyRules: ReadonlySet<string> | undefined;
}

export interface ParsedCheckOptions {
  readonly options: CheckOptions;
  readonly problems: readonly string[];
}

export function parseCheckOptions(args: Arguments, known: KnownNames): ParsedCheckOptions {
  const problems: string[] = [];
  const minConfidence = choiceOf(args, 'min-confidence', confidences, problems);
  const platform = readPlatform(args, known, problems);
  const onlyRules = args.values.get('rule-only')?.filter((id) => isKnownRule(id, known, problems));
  const options: CheckOptions = {
    paths: pathsOf(args),
    format: choiceOf(args, 'format', formats, problems) ?? 'text',
    output: valueOf(args, 'output'),
    kernel: valueOf(args, 'kernel'),
    failOn: choiceOf(args, 'fail-on', failLevels, problems) ?? 'warning',
    jobs: readJobs(args, problems),
    stats: readStats(args, problems),
    quiet: args.values.has('quiet'),
    given: {
      ...(platform === undefined ? {} : { platform }),
      ...(minConfidence === undefined ? {} : { minConfidence }),
      rules: readRuleLevels(args.values.get('rule') ?? [], known, problems),
    },
    onlyRules: onlyRules === undefined ? undefined : new Set(onlyRules),
  };
  return { options, problems };
}

export function pathsOf({ positionals }: Arguments): readonly string[] {
  return positionals.length === 0 ? ['.'] : positionals;
}

function readPlatform(args: Arguments, known: KnownNames, problems: string[]): string | undefined {
  const platform = valueOf(args, 'platform');
  if (platform !== undefined && platform !== everyPlatform && !known.platforms.has(platform)) {
    problems.push(`there is no platform ${platform}; see dma-lens platforms`);
    return undefined;
  }
  return platform;
}

function readRuleLevels(
  values: readonly string[],
  known: KnownNames,
  problems: string[],
): ReadonlyMap<RuleId, RuleLevel> {
  const levels = new Map<RuleId, RuleLevel>();
  for (const value of values) {
    const [id = '', name = ''] = value.split('=', 2);
    const level = ruleLevels.find((it) => it === name);
    if (level === undefined) {
      problems.push(`--rule takes ID=off, info, warning or error, not ${value}`);
    } else if (isKnownRule(id, known, problems)) {
      levels.set(id, level);
    }
  }
  return levels;
}

function isKnownRule(id: string, known: KnownNames, problems: string[]): id is RuleId {
  const isKnown = isRuleId(id, known);
  if (!isKnown) {
    problems.push(`there is no rule ${id}; see dma-lens rules`);
  }
  return isKnown;
}

function readJobs(args: Arguments, problems: string[]): number {
  const value = valueOf(args, 'jobs');
  if (value === undefined) {
    return availableParallelism();
  }
  if (!/^[1-9]\d{0,3}$/.test(value)) {
    problems.push(`--jobs takes a whole number from 1 to 9999, not ${value}`);
    return 1;
  }
  return Number(value);
}

function readStats(args: Arguments, problems: string[]): CheckOptions['stats'] {
  const value = valueOf(args, 'stats');
  if (value === undefined) {
    return 'none';
  }
  if (value !== '' && value !== 'functions') {
    problems.push(`--stats takes =functions or nothing, not ${value}`);
  }
  return value === 'functions' ? 'functions' : 'totals';
}
