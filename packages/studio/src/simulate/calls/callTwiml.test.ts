// The TwiML with which a widget answers a call.

import { describe, expect, test } from "vitest";
import {
  connectCallTo,
  enqueueCall,
  forkStream,
  otherWidget,
  twimlRedirect,
  type WidgetSpec,
} from "../../build/build.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { toTwiml } from "../step/twiml.ts";
import {
  agent,
  dial,
  flexQueue,
  gather,
  nothing,
  parameters,
  pay,
  relay,
  run,
  voicemail,
} from "../testing/callWidgets.ts";

/** Returns the response without its root element and with shortened callback URLs. */
const twiml = async (it: WidgetSpec<undefined>, scenario: Partial<Scenario> = {}) => {
  const { execution } = await run(it, scenario);
  return toTwiml(execution.twiml)
    .replace(/^.*<Response>/, "")
    .replace("</Response>", "")
    .replaceAll(/ action="[^"]*FlowEvent=(\w+)"/g, " action=$1");
};

const who = '<Parameter name="who" value="+12025550143"/>';

describe("on a call", () => {
  test.each<[string, WidgetSpec<undefined>, string]>([
    [
      "Gather accepts keys and speech",
      gather,
      '<Gather input="dtmf speech" action=gatherComplete actionOnEmptyResult="true" timeout="5" numDigits="1" finishOnKey=""><Say language="en-GB">Press 1, +12025550143.</Say></Gather>',
    ],
    [
      "Connect Call To dials each of several numbers",
      dial,
      '<Dial action=dialComplete callerId="+12025550143" timeout="30" record="record-from-answer"><Number>+1</Number><Number>+2</Number></Dial>',
    ],
    [
      "Connect Call To dials SIP with its credentials",
      connectCallTo({ noun: "sip", sip_endpoint: "sip:a@b", sip_username: "u", caller_id: "+9", on: {} }),
      '<Dial action=dialComplete callerId="+9"><Sip username="u">sip:a@b</Sip></Dial>',
    ],
    [
      "Record Voicemail records",
      voicemail,
      '<Record action=recordComplete timeout="5" playBeep="false" transcribe="true"/>',
    ],
    [
      "Enqueue Call passes the task's attributes with the workflow",
      flexQueue,
      '<Enqueue action=enqueueComplete workflowSid="WW1"><Task priority="5">{&quot;name&quot;:&quot;+12025550143&quot;}</Task></Enqueue>',
    ],
    [
      "Enqueue Call names a queue",
      enqueueCall({ queue_name: "a & b", on: { failedToEnqueue: nothing, callFailure: nothing } }),
      "<Enqueue action=enqueueComplete>a &amp; b</Enqueue>",
    ],
    [
      "TwiML Redirect hands over",
      twimlRedirect({ url: "https://a.example/x?a=1&b=2", on: { fail: nothing } }),
      '<Redirect method="POST">https://a.example/x?a=1&amp;b=2</Redirect>',
    ],
    [
      "Capture Payments uses TwiML's constants",
      pay,
      `<Pay action=payComplete paymentConnector="stripe" paymentMethod="ach-debit" chargeAmount="10.00" securityCode="false" bankAccountType="consumer-checking" validCardTypes="visa">${who}</Pay>`,
    ],
    [
      "Run ConversationRelay connects",
      relay,
      `<Connect action=connectComplete><ConversationRelay url="wss://agent.example.com" welcomeGreeting="Hello!">${who}</ConversationRelay></Connect>`,
    ],
    [
      "Connect Virtual Agent connects",
      agent,
      `<Connect action=connectComplete><VirtualAgent connectorName="ai"><Config name="language" value="en"/>${who}</VirtualAgent></Connect>`,
    ],
    [
      "the first version of Connect Virtual Agent connects",
      otherWidget({ type: "connect-virtual-agent", properties: { connector: "ai" }, on: {} }),
      '<Connect action=connectComplete><VirtualAgent connectorName="ai"/></Connect>',
    ],
    [
      "Fork Stream starts a stream and continues",
      forkStream({ stream_action: "start", stream_name: "s", stream_url: "wss://a.example" }),
      '<Start><Stream name="s" url="wss://a.example"/></Start>',
    ],
    [
      "Fork Stream stops SIPREC",
      forkStream({
        stream_action: "stop",
        stream_transport_type: "siprec",
        stream_connector: "c",
        stream_parameters: parameters,
      }),
      `<Stop><Siprec connectorName="c">${who}</Siprec></Stop>`,
    ],
  ])("%s", async (_, it, expected) => {
    expect(await twiml(it)).toBe(expected);
  });
});
