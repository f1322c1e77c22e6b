import { expect, test } from "vitest";
import { filterNames, readLiquid, renderLiquid } from "./liquid.ts";

// Midnight UTC is the afternoon of the previous day in California, in summer.
const now = new Date("2026-07-02T00:30:00Z");
const context = {
  flow: {
    variables: { n: "3", name: 'Ann "Nan" O', list: [10, 20] },
    data: { reason: "refund", tags: ["a", "b"] },
  },
  widgets: { "get-x": { parsed: { ok: true } } },
};
const render = (template: string) => renderLiquid(template, context, now);

test.each([
  ["plain text", "plain text"],
  ["{{flow.variables.n}} of {{ flow.variables.list.size }}", "3 of 2"],
  ["{{widgets.get-x.parsed.ok}}", "true"],
  ["[{{flow.nothing.here}}{{nobody}}]", "[]"],
  ["{{flow.variables.n | plus: 1}} {{flow.variables.n | minus: 1}} {{flow.variables.n | times: 2}}", "4 2 6"],
  ["{{7 | divided_by: 2}} {{7.5 | divided_by: 2 | round: 1}} {{7 | modulo: 4}}", "3 3.8 3"],
  ["{{10 | divided_by: 4.0}} {{10.0 | divided_by: 4}} {{10 | divided_by: 4}}", "2.5 2.5 2"],
  ["{{7 | times: 1.0 | divided_by: 2}} {{'7.0' | divided_by: 2}} {{7 | divided_by: '2.0'}}", "3.5 3.5 3.5"],
  [
    "{% assign half = flow.variables.n | divided_by: 2.0 %}{{half}} {{'1.0 divided_by: 2.0'}}",
    "1.5 1.0 divided_by: 2.0",
  ],
  ["{{'now' | date: '%s %% %%s %H %Z'}} {{'2026-01-15' | date: '%Z'}}", "%s % %s 17 PDT PST"],
  ["{{flow.variables.name | to_json}}", '"Ann \\"Nan\\" O"'],
  ["{{flow.data | to_json}} {{flow.nothing | to_json}}", '{"reason":"refund","tags":["a","b"]} null'],
  ["{{flow.data}} {{flow.data.tags}}", '{"reason":"refund","tags":["a","b"]} ["a","b"]'],
  ["{{flow.nothing | default: 'none' | upcase}}", "NONE"],
  ["{{'+1 555' | url_encode}} {{'+1' | replace: '+', '%2B'}}", "%2B1+555 %2B1"],
  ["{% if flow.variables.n == '3' %}yes{% else %}no{% endif %}", "yes"],
  ["{%- if flow.nothing -%} a {%- else -%} b {%- endif -%}", "b"],
  ["{% case flow.data.reason %}{% when 'refund' %}R{% else %}?{% endcase %}", "R"],
  ["{% assign i = 1 %}{{ flow.variables.list[i] }}", "20"],
  ["{% for i in (1..40) %}{{i}}.{% endfor %}", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15."],
  ["{% for i in (1..40) reversed %}{% if i == 38 %}{% break %}{% endif %}{{i}}.{% endfor %}", "40.39."],
  ["{{'now' | date: '%Y-%m-%d %H:%M %z'}}", "2026-07-01 17:30 -0700"],
  ["{{'2026-01-15' | date: '%d %H:%M %z'}}", "15 00:00 -0800"],
  ["{{'2026-01-15T10:05:00' | date: '%H:%M'}} {{'2026-01-15T10:05:00Z' | date: '%H:%M'}}", "10:05 02:05"],
  ["{{'January 5, 2026 08:00' | date: '%m/%d %H'}} {{'soon' | date: '%d'}}", "01/05 08 soon"],
  ["{{0 | date: '%Y'}} {{'3600' | date: '%H'}}", "1969 17"],
  ["{{flow.constructor}}{{flow.variables.__proto__}}{{flow.data.tags.map}}", ""],
  [
    "{{'||' | append: '|'}}{% comment %} {{ a | }} {% endcomment %}{% raw %}{{ a | }}{% endraw %}",
    "|||{{ a | }}",
  ],
  ["[{{' a ' | lstrip}}][{{' a ' | rstrip}}]", "[a ][ a]"],
  ["{% comment %} é {% endcomment %}{{ 'é' }}", "é"],
])("%s renders to %s", (template, text) => {
  const { isEmptied: _, ...rendered } = render(template);
  expect(rendered).toEqual({ text });
});

test.each([
  ["an unknown path", "[{{flow.nothing}}]", true],
  ["an empty string", "{{flow.variables.name | slice: 0, 0}}", true],
  ["a value", "{{flow.variables.n}}", undefined],
  ["an output that is not reached", "{% if flow.nothing %}{{flow.nothing}}{% endif %}", undefined],
  ["a value replaced by default", "{{flow.nothing | default: 'none'}}", undefined],
  ["null as JSON", "{{flow.nothing | to_json}}", undefined],
])("an output of %s is reported as empty only if it renders nothing", (_, template, isEmptied) => {
  expect(render(template).isEmptied).toBe(isEmptied);
});

test("a template always renders to the same result, whatever is rendered in between", () => {
  const template = "{% for i in flow.variables.list %}{{i}}{% if forloop.last %}!{% endif %}{% endfor %}";
  for (let index = 0; index < 2_500; index++) render(`{{flow.variables.n}} ${index}`);

  expect([render(template), render(template)]).toEqual([{ text: "1020!" }, { text: "1020!" }]);
});

test.each([
  ["{{ flow.sid ", 'output "{{ flow.sid " not closed'],
  ["{{ flow.variables.n + 1 }}", 'expected "|" before filter'],
  ["a {{ flow.variables.list[2] }}", "index 2 is outside a list of 2"],
  ["{{ flow.variables.größe }}", '"öß" is not allowed in a name'],
  ["{{ flow.sid | }}", 'a filter name is missing after "|"'],
  ["{{ flow.sid || 'none' }}", "expected filter name"],
  ["{% assign a = flow.sid | -%}", 'a filter name is missing after "|"'],
  ["{% shout %}", 'tag "shout" not found'],
  ["{% include 'x' %}", 'tag "include" not found'],
  ["{{ 1 | sha256 }}", "undefined filter: sha256"],
  ["{{ 1 | divided_by: 0 }}", "divided by 0"],
  ["{% for i in (1..3) %}{{i}}", "tag {% for i in (1..3) %} not closed"],
  ["{% for i in (1..1000000000) %}{{i}}{% endfor %}", "memory alloc limit exceeded"],
])("%s renders to nothing, because: %s", (template, fault) => {
  expect(render(template)).toEqual({ text: "", fault });
});

test("a value of more than 16 KB renders to nothing", () => {
  const long = { text: "x".repeat(16_384) };

  expect(renderLiquid("{{text}}", long, now).text).toHaveLength(16_384);
  expect(renderLiquid("{{text}}é", long, now)).toEqual({
    text: "",
    fault: "renders to 16386 bytes, more than 16384",
  });
});

test("every filter in the list exists", () => {
  expect(filterNames.filter((name) => readLiquid(`{{ 1 | ${name} }}`).fault)).toEqual([]);
});

test.each([
  ["{{ a | shout }}", { kind: "unknown_filter", reason: "undefined filter: shout", certain: false }],
  ["{% shout %}", { kind: "unknown_tag", reason: 'tag "shout" not found', certain: false }],
  ["{% endif %}", { kind: "syntax", reason: 'tag "endif" not found', certain: false }],
  ["{{ a + b }}", { kind: "syntax", reason: 'expected "|" before filter', certain: false }],
  ["{{ a | shout: }} {{ b", { kind: "syntax", reason: 'output "{{ b" not closed', certain: true }],
  ["{% if a %} b", { kind: "syntax", reason: "tag {% if a %} not closed", certain: true }],
  // LiquidJS continues after the quotation mark; whether Studio does is not known.
  ['{{ "a }}', { kind: "syntax", reason: 'output "{{ \\"a }}" not closed', certain: false }],
  ["{{ a | upcase }}", undefined],
])("the fault of %s is reported by kind", (template, fault) => {
  expect(readLiquid(template).fault).toEqual(fault);
});

test("the paths of a template do not include its own variables and end at a computed index", () => {
  expect(
    readLiquid(
      "{% assign x = widgets.ask.Digits %}{{ x }} {{ widgets['a b'].c }} {{ widgets[flow.data.w].d }}",
    ).paths,
  ).toEqual(
    expect.arrayContaining([
      ["widgets", "ask", "Digits"],
      ["widgets", "a b", "c"],
      ["widgets"],
      ["flow", "data", "w"],
    ]),
  );
  expect(readLiquid("{% for p in flow.data.list %}{{ p.name }}{% endfor %}").paths).toEqual([
    ["flow", "data", "list"],
  ]);
  expect(readLiquid("{{ broken").paths).toEqual([]);
  expect(readLiquid("{{ flow.sid | shout }}").paths).toEqual([["flow", "sid"]]);
});
