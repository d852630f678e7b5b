import type { Span } from '../base/span.js';
import type { CType } from '../index/c-type.js';
import type { BasicBlock, Local } from './function-graph.js';
import type { BlockId, Instr, LocalId, Terminator } from './instr.js';

export interface DraftBlock {
  readonly id: BlockId;
  readonly instrs: Instr[];
  end: Terminator | undefined;
  /** The statement this block is the head of, where that is a loop. */
  loopAt: Span | undefined;
}

export interface NewLocal {
  readonly name: string;
  readonly type: CType;
  readonly kind: Local['kind'];
  readonly inMemory: boolean;
  readonly isStatic: boolean;
  readonly at: Span;
}

/**
 * Blocks and locals while a function is being lowered.
 *
 * Invariant: instructions only go to the current block, and never behind its terminator. What follows a terminator
 * without a label gets a block that nobody reaches; `simplifyGraph` drops it.
 */
export class GraphBuilder {
  readonly locals: Local[] = [];
  /** In the order they were started, which is the order of the text. */
  readonly started: DraftBlock[] = [];
  private current: DraftBlock;
  private readonly blocks: DraftBlock[] = [];
  private temporaries = 0;

  constructor() {
    this.current = this.block(this.newBlock());
    this.started.push(this.current);
  }

  get currentId(): BlockId {
    return this.current.id;
  }

  /** The last block has no terminator yet: control comes here. */
  get isOpen(): boolean {
    return this.current.end === undefined;
  }

  newBlock(): BlockId {
    const id = this.blocks.length as BlockId;
    this.blocks.push({ id, instrs: [], end: undefined, loopAt: undefined });
    return id;
  }

  /** Falls through from the current block, if it is still open. */
  startBlock(id: BlockId, at: Span, how: 'fallthrough' | 'loop' = 'fallthrough'): void {
    this.end({ kind: 'jump', to: id, at, how });
    this.current = this.block(id);
    this.started.push(this.current);
  }

  /** Leaves the current block open and goes on where nobody comes: between `switch (x) {` and its first label. */
  detach(): void {
    this.current = this.block(this.newBlock());
    this.started.push(this.current);
  }

  /** Goes on in a block that is open already: the head of a `switch`, where case labels are evaluated. */
  resume(id: BlockId): void {
    this.current = this.block(id);
  }

  markLoop(id: BlockId, at: Span): void {
    this.block(id).loopAt = at;
  }

  emit(instr: Instr): void {
    this.reopen();
    this.current.instrs.push(instr);
  }

  /** Does nothing when the block has ended already: nobody comes here. */
  end(terminator: Terminator): void {
    this.current.end ??= terminator;
  }

  addLocal(local: NewLocal): LocalId {
    const id = this.locals.length as LocalId;
    this.locals.push({ id, ...local });
    return id;
  }

  temporary(type: CType, at: Span, inMemory = false): LocalId {
    const name = `t${this.temporaries}`;
    this.temporaries += 1;
    return this.addLocal({ name, type, kind: 'temporary', inMemory, isStatic: false, at });
  }

  /** Every block that was started, and those that were only jumped to. */
  finish(missing: (block: DraftBlock) => Terminator): readonly DraftBlock[] {
    const known = new Set(this.started);
    const all = [...this.started, ...this.blocks.filter((block) => !known.has(block))];
    for (const block of all) block.end ??= missing(block);
    return all;
  }

  private reopen(): void {
    if (this.current.end === undefined) return;
    this.current = this.block(this.newBlock());
    this.started.push(this.current);
  }

  private block(id: BlockId): DraftBlock {
    const block = this.blocks[id];
    if (block === undefined) throw new Error(`No block ${id} in this graph.`);
    return block;
  }
}

export type FinishedBlock = Omit<BasicBlock, 'loop'> & { readonly loopAt: Span | undefined };
