/** What is wrong with a script, and where. Thrown inside this folder only; `playScript` answers it as a value. */
export class ScriptProblem extends Error {
  readonly line: number;

  constructor(message: string, line = 0) {
    super(message);
    this.name = 'ScriptProblem';
    this.line = line;
  }

  /** The same problem, once its line is known. */
  at(line: number): ScriptProblem {
    return this.line === 0 ? new ScriptProblem(this.message, line) : this;
  }
}
