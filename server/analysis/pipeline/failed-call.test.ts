import { expect, test } from 'vitest';
import { lowerText } from '../../../test/support/lower.js';
import { apiByName, constantByName } from '../api/index.js';
import type { CallInstr, Place } from '../graph/instr.js';
import { afterFailedCall, type CallSite, type Outcome } from './failed-call.js';

const driver = `
int setup(struct chip *c);
void *make(struct chip *c);

static int with_goto(struct chip *c)
{
	int err = setup(c);

	if (err < 0)
		goto out_disable;
	on_success(c);
	return 0;
out_disable:
	on_failure(c);
	return err;
}
static int with_null(struct chip *c)
{
	int ret = -ENOMEM;
	void *made = make(c);

	if (!made)
		goto out;
	on_success(c);
	return 0;
out:
	return ret;
}
static int with_error_pointer(struct chip *c)
{
	void *made = make(c);

	if (IS_ERR(made))
		return PTR_ERR(made);
	on_success(c);
	return 0;
}
static int retried(struct chip *c)
{
	int i;

	for (i = 0; i < 3; i++) {
		if (setup(c))
			continue;
		on_success(c);
		return 0;
	}
	return -EIO;
}
static int unasked(struct chip *c)
{
	setup(c);
	on_success(c);
	return 0;
}
static int asked_elsewhere(struct chip *c)
{
	c->err = setup(c);
	if (c->err)
		on_failure(c);
	else
		on_success(c);
	return c->err;
}
static void gone_without(struct chip *c)
{
	if (setup(c)) {
		c->uses_dma = false;
		c->last = NULL;
		if (c->is_old)
			c->last = on_failure(c);
		return;
	}
	c->uses_dma = true;
	on_success(c);
}
static int replaced(struct chip *c)
{
	if (setup(c) != 0) {
		on_failure(c);
		return -EIO;
	}
	return 0;
}
`;

const errors: Outcome = { minimum: -4095, maximum: -1 };
const none: Outcome = { minimum: 0, maximum: 0 };

const fieldAt = ({ steps }: Place): string => steps.map((it) => (it.kind === 'field' ? it.name : '')).join('.');
const meaning = { apiByName, constantByName, fieldAt };

const nameOf = ({ callee }: CallInstr): string => (callee.kind === 'name' ? callee.name : callee.via);

/** The calls of `setup()` and `make()`, by the function around them. */
async function sites(): Promise<ReadonlyMap<string, CallSite>> {
  const graphs = await lowerText(driver);
  return new Map(
    graphs.flatMap((caller) =>
      caller.blocks
        .flatMap(({ instrs }) => instrs)
        .flatMap((it) => (it.kind === 'call' && /^(?:setup|make)$/.test(nameOf(it)) ? [it] : []))
        .map((call) => [caller.name, { caller, call }] as const),
    ),
  );
}

async function afterFailureIn(name: string, outcome: Outcome): Promise<unknown> {
  const site = (await sites()).get(name);
  const after = site === undefined ? undefined : afterFailedCall(site, outcome, meaning);
  return after === undefined ? undefined : { calls: [...after.calls].map(nameOf), returned: after.returned };
}

test.each([
  ['with_goto', errors, ['on_failure'], [errors]],
  ['with_null', none, [], [{ minimum: -12, maximum: -12 }]],
  ['with_error_pointer', errors, ['IS_ERR', 'PTR_ERR'], [errors]],
  ['replaced', { minimum: -12, maximum: -12 }, ['on_failure'], [{ minimum: -5, maximum: -5 }]],
])('a failure leads %s to the side of its test that it meant for one', async (name, outcome, calls, returned) => {
  expect(await afterFailureIn(name, outcome)).toEqual({ calls, returned });
});

test('a loop that tries again may do all that it does', async () => {
  expect(await afterFailureIn('retried', errors)).toEqual({
    calls: ['setup', 'on_success'],
    returned: [{ minimum: -5, maximum: -5 }, none],
  });
});

test('a result that nobody asks for leads everywhere, and to success', async () => {
  expect(await afterFailureIn('unasked', errors)).toEqual({ calls: ['on_success'], returned: [none] });
});

test('what is kept in memory may have been anything', async () => {
  const after = await afterFailureIn('asked_elsewhere', errors);
  expect(after).toEqual({ calls: ['on_failure', 'on_success'], returned: [undefined] });
});

test('a caller of NULL that takes error pointers alone goes on', async () => {
  expect(await afterFailureIn('with_error_pointer', none)).toEqual({
    calls: ['IS_ERR', 'on_success'],
    returned: [none],
  });
});

test('what every way out clears is told', async () => {
  const site = (await sites()).get('gone_without');
  const cleared = site === undefined ? undefined : afterFailedCall(site, errors, meaning)?.cleared;
  expect(cleared).toEqual(new Set(['uses_dma']));
});
