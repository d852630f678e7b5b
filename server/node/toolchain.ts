import { allRules, type AnalysisOptions, type Budget, type Rule, type RuleId } from '#analysis';
import { defaultPlatform, findPlatform, type Platform, platforms } from '#engine';
import type { DocumentOptions } from '../lsp/analysis-store.js';
import { type KnownNames, platformNamed, type Settings } from '../analysis/config/settings.js';

/** What this build knows: the command and the language server ask the same lists. */
export const knownNames: KnownNames = {
  rules: new Set(allRules.map((rule) => rule.id)),
  platforms: new Set(platforms.map((platform) => platform.name)),
};

/**
 * How far a function is explored, by the command and in the editor alike. On drivers, sound
 * and net of 6.12, 856 of 44,078 functions need more (`npm run test:kernel`); they are named, and lose only what would
 * claim something about all their paths.
 */
export const budget: Budget = { paths: 2000, steps: 8000 };

export const findRule = (id: string): Rule | undefined => allRules.find((rule) => rule.id === id);

export function analysisOptions({ platform, platforms: own, rules, minConfidence }: Settings): AnalysisOptions {
  return { platform: platformNamed(platform, own) ?? defaultPlatform, rules, minConfidence, budget };
}

export const documentOptions = (settings: Settings): DocumentOptions => ({
  ...analysisOptions(settings),
  kernel: settings.kernel,
});

export { allRules, defaultPlatform, findPlatform, type Platform, platforms, type Rule, type RuleId };
