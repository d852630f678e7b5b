import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { createLineIndex } from '../analysis/base/line-index.js';
import {
  type ConfigProblem,
  configFileName,
  type ParsedSidecar,
  parseConfigFile,
  parseSidecar,
  sidecarFileName,
} from '../analysis/config/config-file.js';
import type { GivenSettings, KnownNames } from '../analysis/config/settings.js';
import { readFailure } from './files.js';
import { kernelTreeAt } from './kernel-tree.js';
import { posixRelative } from './walk.js';

/** A file of the user's about our behavior, the folder it counts for, and what is wrong with it. */
export interface ProjectFile<Content> {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly content: Content;
  readonly problems: readonly ConfigProblem[];
  /** Why it could not be read. */
  readonly failure: string | undefined;
}

export interface ProjectConfiguration {
  readonly given: GivenSettings;
  readonly excluded: Ignore;
}

/** The nearest files above a path, each read once. */
export interface ProjectFiles {
  configurationFor(path: string): ProjectFile<ProjectConfiguration> | undefined;
  /** The one that counts for what is directly in a folder. */
  configurationIn(folder: string): ProjectFile<ProjectConfiguration> | undefined;
  sidecarFor(path: string): ProjectFile<ParsedSidecar> | undefined;
  isExcluded(path: string): boolean;
}

export function createProjectFiles(known: KnownNames): ProjectFiles {
  const configurationFor = nearest(configFileName, (text, folder) => {
    const place = { ...known, kernelTree: (path: string) => kernelTreeAt(folder, path) };
    const { given, problems } = parseConfigFile(text, place);
    return { content: { given, excluded: ignore().add([...(given.exclude ?? [])]) }, problems };
  });
  const sidecarFor = nearest(sidecarFileName, (text) => {
    const content = parseSidecar(text, known);
    return { content, problems: content.problems };
  });

  return {
    configurationFor,
    configurationIn: (folder) => configurationFor(join(folder, configFileName)),
    sidecarFor,
    isExcluded(path) {
      const file = configurationFor(path);
      return file?.content.excluded.ignores(posixRelative(file.folder, path)) ?? false;
    },
  };
}

interface Parsed<Content> {
  readonly content: Content;
  readonly problems: readonly ConfigProblem[];
}

function nearest<Content>(
  name: string,
  parse: (text: string, folder: string) => Parsed<Content>,
): (path: string) => ProjectFile<Content> | undefined {
  const byFolder = new Map<string, ProjectFile<Content> | undefined>();

  const inOrAbove = (folder: string): ProjectFile<Content> | undefined => {
    if (byFolder.has(folder)) {
      return byFolder.get(folder);
    }
    const path = join(folder, name);
    const above = dirname(folder);
    const file = existsSync(path)
      ? readProjectFile(path, folder, parse)
      : above === folder
        ? undefined
        : inOrAbove(above);
    byFolder.set(folder, file);
    return file;
  };

  return (path) => inOrAbove(dirname(path));
}

function readProjectFile<Content>(
  path: string,
  folder: string,
  parse: (text: string, folder: string) => Parsed<Content>,
): ProjectFile<Content> {
  const { text, failure } = readText(path);
  const { content, problems } = parse(text, folder);
  return { path, folder, text, content, problems: failure === undefined ? problems : [], failure };
}

/** What is wrong with a file: one sentence each, after the place in it. */
export function complaintsAbout({ text, problems, failure }: ProjectFile<unknown>): readonly string[] {
  const lines = createLineIndex(text);
  const placed = problems.map(({ at, message }) => {
    const { line, column } = lines.lineColumnAt(at.start);
    return `${line + 1}:${column + 1}: ${message}`;
  });
  return failure === undefined ? placed : [failure];
}

function readText(path: string): { readonly text: string; readonly failure: string | undefined } {
  try {
    return { text: new TextDecoder().decode(readFileSync(path)), failure: undefined };
  } catch (error) {
    return { text: '{}', failure: readFailure(error) };
  }
}
