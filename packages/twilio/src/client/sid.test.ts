import { expect, test } from "vitest";
import { e164, id, sid } from "./sid.ts";

const zeros = "0".repeat(26);

test("a SID is its prefix and 32 hexadecimal digits of either case", () => {
  expect(sid("FW").parse(`FW${"0aF".padEnd(32, "9")}`)).toBe(`FW${"0aF".padEnd(32, "9")}`);
});

test.each([`fw${"0".repeat(32)}`, `FW${"0".repeat(31)}`, `FW${"0".repeat(33)}`, `FW${"g".repeat(32)}`, ""])(
  "%j is not a SID of a flow",
  (text) => {
    expect(messageOf(sid("FW"), text)).toBe("expected FW and 32 hexadecimal digits");
  },
);

test("an id of the newer planes has one of its prefixes and 26 characters", () => {
  const store = id("mem_store", "mem_service");
  expect(store.parse(`mem_store_${zeros}`)).toBe(`mem_store_${zeros}`);
  expect(store.parse(`mem_service_${zeros}`)).toBe(`mem_service_${zeros}`);
});

test.each([`mem_store_${zeros}0`, `mem_store_${zeros.toUpperCase().replace("0", "A")}`, `mem_${zeros}`])(
  "%j is not an id of a store",
  (text) => {
    expect(messageOf(id("mem_store", "mem_service"), text)).toBe(
      "expected mem_store_ and 26 characters of a-z and 0-9",
    );
  },
);

test.each(["+15551230100", "+442071838750", "+1234567"])("%s is in E.164 form", (text) => {
  expect(e164.parse(text)).toBe(text);
});

test.each(["15551230100", "+05551230100", "+1 555 123 0100", "+123456", "+1234567890123456"])(
  "%s is not in E.164 form",
  (text) => {
    expect(messageOf(e164, text)).toBe("expected a number in E.164 format, for instance +15551230100");
  },
);

function messageOf(schema: ReturnType<typeof sid>, text: string): string | undefined {
  return schema.safeParse(text).error?.issues[0]?.message;
}
