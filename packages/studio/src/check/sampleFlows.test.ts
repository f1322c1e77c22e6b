import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkFlow } from "./check.ts";
import type { FlowIssue } from "./widget/issue.ts";

// Exports of deployed flows and templates, which are next to the repository rather than in it.
const folder = join(import.meta.dirname, "../../../../../shared/flows");
const files = existsSync(folder)
  ? readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "MANIFEST.json")
  : [];
const issuesOf = (file: string): FlowIssue[] =>
  checkFlow(JSON.parse(readFileSync(join(folder, file), "utf8")));

/** The known issues of each, with the widget and a part of the message. */
const known: Record<string, [code: FlowIssue["code"], widget: string | undefined, says: string][]> = {
  "bad-dangling-transition.json": [["unknown_target", "Trigger", '"invalidTransition"']],
  "bad-quick-deploy-extra-top-level-keys.json": [
    ["unknown_property", undefined, '"status"'],
    ["unknown_property", undefined, '"timeout"'],
  ],
  "bad-vaccine-standby-dangling.json": [["unknown_target", "Goodbye", '"SaveToAirtable"']],
  "basic-ivr-split-without-match.json": [
    ["split_without_match", "voice_check_branch", "no match"],
    ["split_without_match", "key_input_check_branch", "no match"],
  ],
  "flex-messaging-parking.json": [
    ["failure_retried", "send_welcome", '"deliveryFailure" leads straight back'],
  ],
  "flex-voicemail-ivr.json": [
    [
      "unknown_variable",
      "send_callback_to_flex",
      "{{trigger.From}} is always empty; write {{trigger.call.From}}",
    ],
    ["unknown_variable", "send_voicemail_to_flex", "{{trigger.From}}"],
    ["unknown_variable", "send_to_flex_queue", "{{trigger.From}}"],
    [
      "placeholder",
      "send_callback_to_flex",
      'recording_status_callback_url (YOUR-FUNCTION-URL) of "record_voicemail_1"',
    ],
  ],
  "http-request-minimal.json": [["placeholder", "httpRequest", "method (%s), url (%s)"]],
  "order-bot-voice.json": [
    ["text_in_json", "send_to_flex_1", "{{widgets.consulta_usuario.parsed.record.fields.View}} is inside"],
  ],
  "patient-appointment-management.json": [
    ["placeholder", "set_global_variables", 'YOUR_TWILIO_ENVIRONMENT_DOMAIN_NAME) of "save-booked", "save-'],
  ],
  "trigger-only.json": [["nothing_wired", "Trigger", "no event leads anywhere"]],
  "twiml-redirect.json": [["placeholder", "delay", "url (%s)"]],
  "vaccine-standby-list-unreachable.json": [
    ["unreachable", "http_1", "no path from the trigger leads here"],
    ["liquid_syntax", "SaveToAirtable", "not closed"],
    ["text_in_json", "http_1", "{{widgets.Name.inbound.Body}}, "],
  ],
  "volunteer-communication-center.json": [
    ["placeholder", "FlexCall", 'channel (empty), workflow (empty) of "FlexCall" and "FlexSMS"'],
    ["retired_type", "VoiceAutopilot", "discontinued the product"],
    ["widget_not_run", "SMSCheckTask", '"VoiceAutopilot" never runs before'],
  ],
  "webchat-pre-engagement-survey.json": [
    ["text_in_json", "send_to_flex_agent", "{{widgets.enter_dob.inbound.Body}}, "],
    ["unreachable", "loop_checker", "no path from the trigger leads here"],
    ["unknown_widget", "send_to_flex_agent", "{{widgets.send_service_options…}} is always empty"],
  ],
};

describe.skipIf(files.length === 0)(
  "the sample flows next to the repository (skipped if there are none)",
  () => {
    test.each(files)("%s: no errors except for known ones, and few warnings", (file) => {
      const issues = issuesOf(file);
      const errors = issues.filter(({ severity }) => severity === "error");

      if (!file.startsWith("bad-")) expect(errors).toEqual([]);
      // One per widget is a lot, even if all of them have values to fill in.
      expect(issues.length).toBeLessThanOrEqual(Math.max(5, widgets(file) * 1.2));
    });

    test.each(Object.entries(known))("%s: the known mistakes are reported", (file, expected) => {
      const issues = issuesOf(file);

      for (const [code, widget, says] of expected)
        expect(
          issues.filter(
            (each) => each.code === code && each.widget === widget && each.message.includes(says),
          ),
          `${code} ${says}`,
        ).toHaveLength(1);
    });

    test("values to fill in are distinguished from mistakes in every template", () => {
      const filledIn = files.filter((file) =>
        /\$\{|YOUR[_-]|<<|"%s"/.test(readFileSync(join(folder, file), "utf8")),
      );

      for (const file of filledIn)
        expect(
          issuesOf(file).map(({ code }) => code),
          file,
        ).toContain("placeholder");
    });
  },
);

function widgets(file: string): number {
  return JSON.parse(readFileSync(join(folder, file), "utf8")).states.length;
}
