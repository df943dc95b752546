// Passkeys: forms that ask the browser for one, and send its answer like any other field. A form with data-passkey="get" or "create"
// stays hidden until it is known that the browser can do it. Where data-conditional is present, passkeys are also offered among the
// suggestions of the fields with autocomplete="webauthn" (Web Authentication Level 3, section 5.1.4).

const RENEWED_MILLIS = 4 * 60 * 1000;
const supported = 'credentials' in navigator && 'PublicKeyCredential' in window;

// What browsers without the JSON methods of Level 3 need done by hand.
const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const descriptors = list => (list ?? []).map(descriptor => ({ ...descriptor, id: bytes(descriptor.id) }));

const creation = json => PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
  ...json,
  challenge: bytes(json.challenge),
  user: { ...json.user, id: bytes(json.user.id) },
  excludeCredentials: descriptors(json.excludeCredentials),
};
const request = json => PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
  ...json,
  challenge: bytes(json.challenge),
  allowCredentials: descriptors(json.allowCredentials),
};

const answer = credential => {
  try {
    return credential.toJSON();
  } catch {
    // No toJSON, or one of a password manager that fails.
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const part of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    const transports = credential.response.getTransports?.();
    if (transports) response.transports = transports;
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
      ...(credential.authenticatorAttachment ? { authenticatorAttachment: credential.authenticatorAttachment } : {}),
    };
  }
};

const options = async (form, signal) => {
  const response = await fetch(form.dataset.options, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ _csrf: form.elements._csrf.value }),
    signal,
  });
  const isJson = response.headers.get('Content-Type')?.includes('json');
  if (response.redirected && !isJson) {
    // A login is needed first, or again: the form's own page says so, and comes back.
    location.assign(form.action);
    return null;
  }
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
};

const tell = (form, sentence) => {
  const alert = form.querySelector('[role="alert"]');
  if (alert) alert.textContent = sentence ?? '';
};

const sentence = (form, error) => {
  const data = form.dataset;
  switch (error.name) {
    case 'NotAllowedError':
    case 'AbortError': return data.cancelled;
    case 'InvalidStateError': return data.known ?? data.failed;
    case 'NotSupportedError': return data.unsupported ?? data.failed;
    default: return data.failed;
  }
};

// Only one request may wait for the browser at a time: the button's comes before the suggestions'.
let waiting = null;

const ask = async (form, mediation) => {
  waiting?.abort();
  const controller = new AbortController();
  waiting = controller;
  const json = await options(form, controller.signal);
  if (!json) return;
  const credential = form.dataset.passkey === 'create'
    ? await navigator.credentials.create({ publicKey: creation(json), signal: controller.signal })
    : await navigator.credentials.get({ publicKey: request(json), signal: controller.signal, ...mediation });
  form.elements.credential.value = JSON.stringify(answer(credential));
  HTMLFormElement.prototype.submit.call(form);
};

// The challenge of a suggestion gets old while the page is only looked at.
const suggest = async form => {
  if (!('conditional' in form.dataset) || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  const asked = ask(form, { mediation: 'conditional' });
  const mine = waiting;
  setTimeout(() => {
    if (waiting === mine) suggest(form);
  }, RENEWED_MILLIS);
  try {
    await asked;
  } catch {
    // Nobody asked for it, so nothing is said; the button is there.
  }
};

const prepare = form => {
  if (!supported) {
    if (form.dataset.unsupported) {
      const notice = document.createElement('p');
      notice.className = 'notice warning';
      notice.textContent = form.dataset.unsupported;
      form.before(notice);
    }
    return;
  }
  form.hidden = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const button = form.querySelector('[type="submit"]');
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    tell(form, '');
    try {
      await ask(form, {});
    } catch (error) {
      tell(form, sentence(form, error));
      suggest(form);
    } finally {
      button.removeAttribute('aria-disabled');
    }
  });
  suggest(form);
};

document.querySelectorAll('form[data-passkey]').forEach(prepare);

// Password managers are told which passkeys are good, and forget those that were removed here.
const accepted = document.querySelector('[data-passkeys-accepted]');
if (supported && accepted) {
  PublicKeyCredential.signalAllAcceptedCredentials?.(JSON.parse(accepted.dataset.passkeysAccepted)).catch(() => {});
}
