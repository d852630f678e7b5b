import { withPlatforms } from '../analysis/config/own-platforms.js';
import { parseEditorSettings } from '../analysis/config/parse-settings.js';
import { type GivenSettings, resolveSettings, type Settings, type SettingsPlace } from '../analysis/config/settings.js';
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
  /** What may be named for a document, and where paths count from. */
  readonly placeOf: (uri: string) => SettingsPlace;
  readonly log: Log;
  /** Says something where the user sees it. */
  readonly tell: (message: string) => void;
}

export function createSettingsStore(sources: SettingsSources): SettingsStore {
  const { ask, project, log } = sources;
  let everywhere = sources.initial;
  let asked = new Map<string, Promise<unknown>>();
  let warned = new Set<string>();

  /** What an editor sent may name a machine of the project's own. */
  function parse(input: unknown, uri: string, { platforms = new Map() }: GivenSettings): GivenSettings {
    const place = withPlatforms(sources.placeOf(uri), platforms);
    const { given, problems } = parseEditorSettings(ownSection(input), place);
    for (const { path, message } of problems.filter((it) => !warned.has(it.message))) {
      warned.add(message);
      log.warn(`settings: ${message}; the default is used`);
      // Editors complete and check all other settings by themselves.
      if (path[0] === 'kernel') sources.tell(`DMA Lens: ${message}`);
    }
    return given;
  }

  function askOnce(uri: string, question: (uri: string) => Promise<unknown>): Promise<unknown> {
    const earlier = asked.get(uri);
    if (earlier !== undefined) {
      return earlier;
    }
    const answer = question(uri).catch((error: unknown) => {
      log.warn(`settings of ${uri}: ${String(error)}`);
      return {};
    });
    asked.set(uri, answer);
    return answer;
  }

  return {
    async of(uri) {
      const ofEditor = ask === undefined ? undefined : await askOnce(uri, ask);
      const ofProject = project(uri);
      return resolveSettings(ofProject, parse(everywhere, uri, ofProject), parse(ofEditor, uri, ofProject));
    },
    changed(settings) {
      asked = new Map();
      warned = new Set();
      if (ask === undefined && settings !== undefined && settings !== null) {
        everywhere = settings;
      }
    },
  };
}
