// For tests only: what every resource promises. Its own test file calls this, and then tests what is special about it.

import { type State, seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type * as z from "zod";
import { isError, type Resource } from "../declare/resource.ts";
import { check } from "../provider/check.ts";
import { diff } from "../provider/diff.ts";
import {
  create,
  describeProblem,
  destroy,
  previewCreate,
  previewUpdate,
  type ResourceState,
  read,
  update as updateResource,
} from "../provider/lifecycle.ts";
import { formatPropertyPath } from "../values/propertyPath.ts";
import { removeSecretMarks, unknownValue } from "../values/unknown.ts";
import { type LocalTwilio, startLocalTwilio } from "./localTwilio.ts";

type Values = Record<string, unknown>;

/** The objects that a contract is run with. Keys that do not apply to a resource are omitted. */
export interface Example<Inputs> {
  /** Declares an object; with a natural key, or with `adopt`, it may exist already. */
  inputs: Inputs;
  /** Changed in place. Absent where Twilio has no update. */
  change?: Partial<Inputs>;
  /** Each of these changes replaces the object. */
  replace?: Partial<Inputs>;
  /** Inputs of `inputs` that a program may stop declaring, and the value the object then has. */
  drop?: Partial<Inputs>;
  /** Changes the object behind the stack's back. */
  drift: {
    change(state: State, id: string): void;
    /** Paths of the inputs in which a read sees it. */
    seen: string[];
  };
  /** An object that exists before the stack. */
  present: {
    id: string;
    /** Adopt it, changing something where Twilio has an update. */
    inputs: Inputs;
  };
  /** How a program asks for the object to be removed. Default "delete". */
  onDestroy?: string;
  /** The object at Twilio, without dates and versions; undefined when it does not exist. */
  object(state: State, id: string): unknown;
  /** The account at the start of each test. Default: the one before the hand-off. */
  account?: () => State;
}

export function resourceContract<I extends z.ZodObject, O extends z.ZodObject>(
  definition: Resource<I, O>,
  example: Example<z.input<I>>,
): void {
  const resource: Resource = definition;
  const { drift, present, onDestroy = "delete", object, account = seed.accountBeforeHandoff } = example;
  const { change, drop, replace = {} } = example as { [Key in "change" | "drop" | "replace"]?: Values };
  const inputs = checked(resource, example.inputs);
  let twilio: LocalTwilio;

  describe(`contract of ${resource.token}`, () => {
    beforeEach(async () => {
      twilio = await startLocalTwilio({ state: account() });
    });
    afterEach(() => twilio.close());

    /** Paths of the inputs that differ between what was declared and what a read finds. */
    async function differencesAfter({ id, state }: ResourceState, declared: Values): Promise<string[]> {
      const found = await read(resource, twilio.api, id, { inputs: declared, state: plain(state) });
      if (!found) throw new Error(`${id} is gone`);
      return diff(resource, id, declared, found.inputs)
        .differences.map(({ path }) => formatPropertyPath(path))
        .toSorted();
    }

    async function update({ id, state }: ResourceState, olds: Values, news: Values): Promise<ResourceState> {
      return {
        id,
        state: await updateResource(resource, twilio.api, { id, olds, state: plain(state), news }),
      };
    }

    async function remove({ id, state }: ResourceState, declared: Values, how?: string): Promise<void> {
      const asked = how === undefined ? declared : { ...declared, onDestroy: how };
      await destroy(resource, twilio.api, { id, inputs: asked, state: plain(state) });
    }

    test("a created object reads back without a difference, and with the same state", async () => {
      const made = await create(resource, twilio.api, inputs);

      expect(await differencesAfter(made, inputs)).toEqual([]);
      const found = await read(resource, twilio.api, made.id, { inputs, state: plain(made.state) });
      expect(found).toEqual({ ...made, inputs });
    });

    test("a change by somebody else is seen by a read", async () => {
      const made = await create(resource, twilio.api, inputs);
      drift.change(twilio.state, made.id);
      expect(await differencesAfter(made, inputs)).toEqual(drift.seen.toSorted());
    });

    test("a preview of create sends no write and returns the outputs that create then has", async () => {
      const preview = await previewCreate(resource, twilio.api, inputs);
      expect(twilio.writes()).toEqual([]);

      const { state } = await create(resource, twilio.api, inputs);
      const known = Object.entries(preview.state).filter(([, value]) => value !== unknownValue);
      expect(state).toMatchObject(Object.fromEntries(known));
      expect(Object.keys(preview.state).toSorted()).toEqual(
        Object.keys(state)
          .filter((key) => key !== "previous")
          .toSorted(),
      );
    });

    test("an update of nothing sends no write, and neither does its preview", async () => {
      const made = await create(resource, twilio.api, inputs);
      const before = twilio.writes();

      const nothing = { id: made.id, olds: inputs, state: plain(made.state), news: inputs };
      await previewUpdate(resource, twilio.api, nothing);
      const after = await update(made, inputs, inputs);

      expect(twilio.writes()).toEqual(before);
      expect(after).toEqual(made);
    });

    test("an object that does not exist reads as undefined, and cannot be updated", async () => {
      const made = await create(resource, twilio.api, inputs);
      await remove(made, inputs, onDestroy);

      expect(object(twilio.state, made.id)).toBeUndefined();
      expect(await read(resource, twilio.api, made.id)).toBeUndefined();
      expect(await read(resource, twilio.api, made.id, { inputs, state: plain(made.state) })).toBeUndefined();
      await expect(update(made, inputs, inputs)).rejects.toThrow(
        new Error(
          `${made.id} no longer exists at Twilio. Run \`pulumi refresh\`, then \`pulumi up\` to recreate it.`,
        ),
      );
    });

    test("deleting twice succeeds, and so does restoring an object that does not exist", async () => {
      const made = await create(resource, twilio.api, inputs);
      await remove(made, inputs, onDestroy);

      await remove(made, inputs, onDestroy);
      await remove({ id: made.id, state: { ...made.state, adopted: true } }, inputs);

      expect(await read(resource, twilio.api, made.id)).toBeUndefined();
    });

    test.each([
      ["", {}],
      [", where Twilio responds with nulls", { nulls: "sent" }],
      [", where Twilio adds a field to every object", { unknownField: true }],
    ])("an existing object is adopted and restored exactly%s", async (_, settings) => {
      Object.assign(twilio.settings, settings);
      const before = object(twilio.state, present.id);
      const declared = checked(resource, present.inputs as Values);

      const taken = await create(resource, twilio.api, declared);

      expect(taken.id).toBe(present.id);
      expect(taken.state.adopted).toBe(true);
      expect(await differencesAfter(taken, declared)).toEqual([]);
      if (resource.write) expect(object(twilio.state, present.id)).not.toEqual(before);

      await remove(taken, declared);
      expect(object(twilio.state, present.id)).toEqual(before);
    });

    test("a preview of an adoption has the id, and a second adoption changes nothing", async () => {
      const declared = checked(resource, present.inputs as Values);

      const preview = await previewCreate(resource, twilio.api, declared);
      expect([preview.id, preview.state.adopted, twilio.writes()]).toEqual([present.id, true, []]);

      await create(resource, twilio.api, declared);
      const sent = twilio.writes();
      await previewCreate(resource, twilio.api, declared);
      await create(resource, twilio.api, declared);
      expect(twilio.writes()).toEqual(sent);
    });

    test("an import reads inputs that check accepts and that do not differ", async () => {
      const before = object(twilio.state, present.id);

      const imported = await read(resource, twilio.api, present.id);
      if (!imported) throw new Error(`${present.id} is gone`);
      const declared = checked(resource, imported.inputs);

      expect(diff(resource, imported.id, imported.inputs, declared).differences).toEqual([]);
      expect(await differencesAfter(imported, declared)).toEqual([]);
      expect(imported.state.adopted).toBe(true);
      await update(imported, imported.inputs, declared);
      await remove(imported, declared);
      expect(twilio.writes()).toEqual([]);
      expect(object(twilio.state, present.id)).toEqual(before);
    });

    test.each(Object.entries(replace))("a change of %s replaces", (key, value) => {
      const news = checked(resource, { ...inputs, [key]: value });
      const { differences, replaces } = diff(resource, "id", inputs, news);
      expect(differences).not.toEqual([]);
      expect(replaces).toEqual(differences);
    });

    if (change) {
      test("a change in place is previewed, reaches Twilio and reads back", async () => {
        const news = checked(resource, { ...inputs, ...change });
        const made = await create(resource, twilio.api, inputs);
        const before = twilio.writes();
        expect(diff(resource, made.id, inputs, news).differences).not.toEqual([]);
        expect(diff(resource, made.id, inputs, news).replaces).toEqual([]);

        const planned = { ...made, olds: inputs, state: plain(made.state), news };
        const { state: preview } = await previewUpdate(resource, twilio.api, planned);
        expect(twilio.writes()).toEqual(before);
        const changed = await update(made, inputs, news);

        const known = Object.entries(preview).filter(
          ([, value]) => value !== unknownValue && value !== undefined,
        );
        expect(changed.state).toMatchObject(Object.fromEntries(known));
        expect(await differencesAfter(changed, news)).toEqual([]);
        const live = await resource.fetch(twilio.api, made.id);
        for (const key of Object.keys(change)) expect(live?.inputs[key]).toEqual(news[key]);
      });

      test("an update reverts a change by somebody else", async () => {
        const { id, state } = await create(resource, twilio.api, inputs);
        drift.change(twilio.state, id);
        const found = await read(resource, twilio.api, id, { inputs, state: plain(state) });

        const after = await update({ id, state: found?.state ?? {} }, found?.inputs ?? {}, inputs);

        expect(await differencesAfter(after, inputs)).toEqual([]);
      });

      test("an input that is no longer declared is restored on an adopted object", async () => {
        const before = object(twilio.state, present.id);
        const declared = checked(resource, present.inputs as Values);
        const required = Object.keys(resource.inputs.shape).filter(
          (key) => key === "adopt" || !resource.inputs.shape[key]?.safeParse(undefined).success,
        );
        const least = only(declared, required);
        const taken = await create(resource, twilio.api, declared);

        const rest = await update(taken, declared, least);
        expect(object(twilio.state, present.id)).toEqual(before);

        // The other fields are no longer managed: destroy does not change them.
        drift.change(twilio.state, present.id);
        const theirs = object(twilio.state, present.id);
        await remove(rest, least);
        expect(object(twilio.state, present.id)).toEqual(theirs);
      });
    }

    if (drop) {
      test("an input that is no longer declared is cleared on an object that the stack created", async () => {
        const rest = checked(resource, without(inputs, Object.keys(drop)));
        const made = await create(resource, twilio.api, inputs);

        const changed = await update(made, inputs, rest);

        expect(await differencesAfter(changed, rest)).toEqual([]);
        const live = await resource.fetch(twilio.api, made.id);
        for (const [key, value] of Object.entries(drop)) expect(live?.inputs[key]).toEqual(value);
      });
    }
  });
}

/** Inputs as the engine stores them: after Check, which must find nothing. */
function checked(resource: Resource, given: object): Values {
  const { inputs, problems: found } = check(resource, given as Values);
  const problems = found.filter(isError);
  if (problems.length > 0) throw new Error(problems.map(describeProblem).join("\n"));
  return inputs;
}

/** State as the engine sends it back: without marks. */
function plain(state: Values): Values {
  return removeSecretMarks(state) as Values;
}

function without(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function only(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}
