// The setup for tests of calls that a flow answers: a local Twilio, and a menu with its caller.

import {
  connectCallTo,
  defineFlow,
  gatherInputOnCall,
  recordVoicemail,
  sayPlay,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
} from "@tac-handoff/studio";
import * as seed from "../seed/account.ts";
import { callFlow } from "./callFlow.ts";
import { emulatorScene } from "./emulatorScene.ts";

/** A menu for keys and speech that leads to Flex, to another number, or to voicemail. */
const ivr = defineFlow({
  description: "main menu",
  trigger: { incomingCall: "menu" },
  widgets: {
    menu: gatherInputOnCall({
      say: "Press 1 or say support.",
      number_of_digits: 1,
      timeout: 5,
      on: { keypress: "by_key", speech: "by_word", timeout: "count" },
    }),
    count: setVariables({
      variables: {
        tries: "{% if flow.variables.tries %}{{flow.variables.tries | plus: 1}}{% else %}1{% endif %}",
      },
      next: "enough",
    }),
    enough: split({
      input: "{{flow.variables.tries}}",
      match: [{ equal_to: "2", next: "voicemail" }],
      noMatch: "menu",
    }),
    by_key: split({
      input: "{{widgets.menu.Digits}}",
      match: [
        { equal_to: "1", next: "to_flex" },
        { equal_to: "2", next: "ask_order" },
        { equal_to: "3", next: "colleague" },
      ],
      noMatch: "not_understood",
    }),
    by_word: split({
      input: "{{widgets.menu.SpeechResult}}",
      match: [{ contains: "support", next: "to_flex" }],
      noMatch: "not_understood",
    }),
    not_understood: sayPlay({ say: "Sorry?", next: "menu" }),
    ask_order: gatherInputOnCall({
      say: "Your order, then the hash key.",
      on: { keypress: "repeat", speech: "repeat", timeout: undefined },
    }),
    repeat: sayPlay({ say: "Order {{widgets.ask_order.Digits}}. Goodbye." }),
    colleague: connectCallTo({
      noun: "number",
      to: "+15550000007",
      on: { callCompleted: "was_reached", hangup: "text_colleague" },
    }),
    was_reached: split({
      input: "{{widgets.colleague.DialCallStatus}}",
      match: [{ equal_to: "completed", next: "bye" }],
      noMatch: "voicemail",
    }),
    bye: sayPlay({ say: "Goodbye." }),
    text_colleague: sendMessage({
      to: "+15550000007",
      body: "{{contact.channel.address}} hung up.",
      on: { sent: undefined, failed: undefined },
    }),
    voicemail: recordVoicemail({ on: { recordingComplete: "thank", noAudio: undefined, hangup: "text" } }),
    thank: sayPlay({ say: "Thanks for {{widgets.voicemail.RecordingDuration}} seconds." }),
    text: sendMessage({ body: "You hung up.", on: { sent: undefined, failed: undefined } }),
    to_flex: sendToFlex({
      workflow: seed.workflowSid,
      channel: seed.taskChannelSids.voice,
      attributes: { name: "{{contact.channel.address}}" },
      on: { callComplete: "after", failedToEnqueue: undefined, callFailure: undefined },
    }),
    after: sendMessage({ body: "How was it?", on: { sent: undefined, failed: undefined } }),
  },
});

/** Starts a local Twilio before each test of the calling file. */
export function menuScene() {
  const scene = emulatorScene();
  const { call } = scene;

  return Object.assign(scene, {
    look: async (sid: string) => (await call(`GET /local/calls/${sid}`)).body,
    execution: () => Object.values(scene.emulator.state.executions)[0],
    /** A call to the menu, and its caller's actions. */
    async caller(definition: unknown = ivr) {
      const { callSid, call: row } = await callFlow(scene.emulator, definition);
      const post = async (what: string, json: object) =>
        (await call(`POST /local/calls/${callSid}/${what}`, { json })).body;
      return {
        callSid,
        row,
        press: (digits: string) => post("dtmf", { digits }),
        key: (digit: string) => post("dtmf", { digit }),
        say: (text: string) => post("say", { text }),
        event: (event: string, outputs?: object) => post("events", { event, ...(outputs && { outputs }) }),
        hangUp: async () => (await call(`POST /local/calls/${callSid}/hangup`)).body,
      };
    },
  });
}
