import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SharedList } from "../declare/resource.ts";
import { unknownValue } from "../values/unknown.ts";
import { mergeElements, ownElements } from "./sharedLists.ts";

type Callback = { url: string; method: string };

const list: SharedList<Callback> = {
  limit: 20,
  keyOf: ({ url }) => url.toLowerCase(),
  identityOf: ({ url, method }) => `${method} ${url.toLowerCase()}`,
  describe: ({ url }) => url,
};
const erased = list as SharedList;

const post = (url: string) => ({ url, method: "POST" });
const get = (url: string) => ({ url, method: "GET" });
const nothing = { before: [], after: [], previous: undefined };

describe("the program's elements in a list", () => {
  test("are appended to those that are there", () => {
    expect(mergeElements(erased, [post("a"), post("b")], { ...nothing, after: [post("mine")] })).toEqual([
      post("a"),
      post("b"),
      post("mine"),
    ]);
  });

  test("are not added twice when they are there, however the URL is written", () => {
    const live = [post("MINE"), post("a"), post("MINE")];
    expect(mergeElements(erased, live, { ...nothing, after: [post("mine"), post("mine")] })).toEqual(live);
  });

  test("replace an element of the same key that differs, in its place", () => {
    expect(mergeElements(erased, [get("mine"), post("a")], { ...nothing, after: [post("mine")] })).toEqual([
      post("mine"),
      post("a"),
    ]);
  });

  test("leave another form of the same key alone when theirs is there as well", () => {
    const live = [get("mine"), post("a"), post("mine")];
    expect(mergeElements(erased, live, { ...nothing, after: [post("mine")] })).toEqual(live);
  });

  test("are exchanged, and nothing else, when the program changes them", () => {
    expect(
      mergeElements(erased, [post("old"), post("theirs")], {
        before: [post("old")],
        after: [post("new")],
        previous: { there: [] },
      }),
    ).toEqual([post("theirs"), post("new")]);
  });

  test("are removed when they are no longer declared, unless they were there before", () => {
    const live = [get("both"), post("theirs"), post("mine"), post("added later")];
    expect(
      mergeElements(erased, live, {
        before: [post("both"), post("mine")],
        after: [],
        previous: { there: [post("both"), post("theirs")] },
      }),
    ).toEqual([post("both"), post("theirs"), post("added later")]);
  });

  test("bring back what a replaced list had before", () => {
    expect(
      mergeElements(erased, [post("mine")], {
        before: [post("mine")],
        after: [post("mine")],
        previous: [post("theirs"), post("mine")],
      }),
    ).toEqual([post("theirs"), post("mine")]);
  });

  test("that preview does not know yet are added", () => {
    const unknown = { url: unknownValue, method: "POST" };
    expect(mergeElements(erased, [post("a")], { ...nothing, after: [unknown] })).toEqual([
      post("a"),
      unknown,
    ]);
  });
});

test("of a list at Twilio, only the declared elements are read, in the program's order", () => {
  const live = [post("theirs"), get("changed"), post("Second"), post("first")];
  const declared = [post("first"), post("second"), post("changed"), post("missing")];
  expect(ownElements(erased, live, declared)).toEqual([post("first"), post("second"), get("changed")]);
});

const elements = fc
  .uniqueArray(fc.constantFrom(..."abcdefgh"), { maxLength: 6 })
  .map((urls) => urls.map(post));

test("declaring elements and no longer declaring them leaves a list as it was, whatever it was", () => {
  fc.assert(
    fc.property(elements, elements, (live, mine) => {
      const during = mergeElements(erased, live, { ...nothing, after: mine });
      const after = mergeElements(erased, during, { before: mine, after: [], previous: { there: live } });

      expect(during).toEqual(expect.arrayContaining([...live, ...mine]));
      expect(after).toEqual(live);
    }),
  );
});

test("what others add or remove meanwhile stays as they want it", () => {
  fc.assert(
    fc.property(elements, elements, elements, (live, mine, theirs) => {
      const during = mergeElements(erased, live, { ...nothing, after: mine });
      const isMine = ({ url }: Callback) => mine.some((one) => one.url === url);
      const changed = [...(during as Callback[]).filter(isMine), ...theirs.filter((one) => !isMine(one))];

      expect(
        mergeElements(erased, changed, { before: mine, after: mine, previous: { there: live } }),
      ).toEqual(changed);
    }),
  );
});
