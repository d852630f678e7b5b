import { parseEditorSettings } from '../analysis/config/parse-settings.js';
import { type GivenSettings, type KnownNames, resolveSettings, type Settings } from '../analysis/config/settings.js';
import type { Log } from './guard.js';
import { ownSection } from './settings.js';

/** The settings in force for a document, asked for again after every change. */
export interface SettingsStore {
  of(uri: string): Promise<Settings>;
  /** New settings by notification; from an editor that can be asked it says only that something changed. */
  changed(settings: unknown): void;
}

export interface SettingsSources {
  readonly initial: unknown;
  /** Asks the editor for the section of one document, where it can be asked. */
  readonly ask: ((uri: string) => Promise<unknown>) | undefined;
  /** What the nearest `.dma-lens.json` says about a document; the editor's own settings beat it. */
  readonly project: (uri: string) => GivenSettings;
  readonly known: KnownNames;
  readonly log: Log;
}

export function createSettingsStore(sources: SettingsSources): SettingsStore {
  const { ask, project, known, log } = sources;
  let everywhere = parse(sources.initial);
  let asked = new Map<string, Promise<GivenSettings>>();

  function parse(input: unknown): GivenSettings {
    const { given, problems } = parseEditorSettings(ownSection(input), known);
    for (const { message } of problems) {
      log.warn(`settings: ${message}; the default is used`);
    }
    return given;
  }

  function askOnce(uri: string, question: (uri: string) => Promise<unknown>): Promise<GivenSettings> {
    const earlier = asked.get(uri);
    if (earlier !== undefined) {
      return earlier;
    }
    const answer = question(uri).then(parse, (error: unknown) => {
      log.warn(`settings of ${uri}: ${String(error)}`);
      return {};
    });
    asked.set(uri, answer);
    return answer;
  }

  return {
    async of(uri) {
      const given = ask === undefined ? {} : await askOnce(uri, ask);
      return resolveSettings(project(uri), everywhere, given);
    },
    changed(settings) {
      asked = new Map();
      if (ask === undefined && settings !== undefined && settings !== null) {
        everywhere = parse(settings);
      }
    },
  };
}
