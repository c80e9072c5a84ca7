// Passkeys: asks the device for one when its button is pressed, and sends the answer with the form around it.
//
// The page says without this script that the browser cannot do it; here that is taken back where it can. The
// options and what is said come from the page, in `data-passkey-` attributes.

/** Bytes written in base 64 as addresses have it, without padding. */
function bytes(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** The same, the other way. */
function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The options as the browser takes them: what is bytes comes as text. */
function options(json) {
  const { publicKey } = JSON.parse(json);
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    for (const known of publicKey[list] ?? []) known.id = bytes(known.id);
  }
  return { publicKey };
}

/** The answer of the device as text. */
function answer(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    extensions: credential.getClientExtensionResults(),
  });
}

function prepare(place) {
  const part = (name) => place.querySelector(`[data-passkey-${name}]`);
  if (place.dataset.passkeyOrigin !== location.origin) {
    part("cannot").hidden = true;
    part("elsewhere").hidden = false;
    return;
  }
  if (!globalThis.isSecureContext || !globalThis.PublicKeyCredential) return;
  part("cannot").hidden = true;
  const button = part("button");
  const field = place.querySelector("input[name$='passkey-answer']");
  button.hidden = false;
  button.addEventListener("click", async (event) => {
    // With the answer in its field the form goes on as any other.
    if (field.value) return;
    event.preventDefault();
    event.stopPropagation();
    button.disabled = true;
    part("said").textContent = "";
    try {
      const asked = options(place.dataset.passkeyOptions);
      const given = place.dataset.passkey === "create"
        ? await navigator.credentials.create(asked)
        : await navigator.credentials.get(asked);
      field.value = answer(given);
      button.disabled = false;
      button.form.requestSubmit(button);
    } catch (fault) {
      button.disabled = false;
      part("said").textContent = fault.name === "InvalidStateError" ? place.dataset.passkeyHeld : place.dataset.passkeyCancelled;
    }
  });
}

for (const place of document.querySelectorAll("[data-passkey]")) prepare(place);
