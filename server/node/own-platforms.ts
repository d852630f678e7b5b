import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Platform } from '#engine';
import type { ProjectFile, ProjectConfiguration, ProjectFiles } from './project-files.js';

/** The machines that the nearest configurations of some files and folders describe. */
export function ownPlatformsAt(
  project: ProjectFiles,
  cwd: string,
  paths: readonly string[],
): ReadonlyMap<string, Platform> {
  return new Map(
    paths.flatMap((path) => [...(nearestTo(project, resolve(cwd, path))?.content.given.platforms ?? new Map())]),
  );
}

function nearestTo(project: ProjectFiles, path: string): ProjectFile<ProjectConfiguration> | undefined {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? project.configurationIn(path) : project.configurationFor(path);
}
