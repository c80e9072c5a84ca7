//! Passkeys: signing in with a device instead of a password (WebAuthn level 3).
//!
//! A passkey is discoverable and verifies its user, so it is name, possession and person in one: whoever comes with one
//! is asked for nothing else. What is asked of a browser and what it answers is JSON, which is passed on unread.

use model::{Person, PersonId, Verb, sentence};
use serde_json::Value;
use store::Writer;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::Secret;
use super::sign_in::{Browser, Entrance, Proof, SignedIn, begin, failed, go_on};
use crate::Failure;
use crate::review::Turn;

/// Passkeys of a person at most. Who has more devices has lost some.
const PASSKEYS_MAX: usize = 20;

/// Longest name of a passkey, in characters.
const NAME_CHARS_MAX: usize = 80;

/// The office as the party that passkeys are made for.
pub struct Passkeys {
    webauthn: Webauthn,
    origin: String,
}

/// What is sent to a browser, and what has to be kept until it answers.
pub struct Asked {
    /// The options for `navigator.credentials`, as JSON.
    pub options: String,
    /// What the answer is held against. Whoever keeps it outside this program seals it.
    pub state: String,
}

/// A passkey that a browser made.
pub struct NewPasskey {
    /// Its name between browser and office.
    pub credential: Vec<u8>,
    /// Public key and counter, as JSON.
    pub key: String,
}

/// Whose passkey a browser says it used. Nothing is shown by it yet.
pub struct Claimed {
    /// The handle of the account.
    pub handle: Vec<u8>,
    /// The name of the passkey.
    pub credential: Vec<u8>,
    answer: PublicKeyCredential,
}

/// A passkey that was shown to be in the hands of its person.
pub struct PasskeyUse {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub person: PersonId,
    /// The key with its counter as it is now.
    pub key: String,
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::Broken(Box::new(error))
}

fn unfit(error: &WebauthnError) -> Failure {
    Failure::said(match error {
        WebauthnError::UserNotVerified => {
            sentence!(
                "passkey-unverified",
                "The device did not check that it is you; set a PIN or a fingerprint on it, then try again"
            )
        }
        _ => sentence!("passkey-unfit", "The passkey does not fit; try again, or take another one"),
    })
}

impl Passkeys {
    /// The office under the address at which browsers reach it. `None` where there can be no passkeys: they are bound
    /// to a name, and an IP address is none.
    pub fn at(address: &str, office: &str) -> Option<Passkeys> {
        let origin = Url::parse(address).ok()?;
        let name = origin.domain()?.to_owned();
        let name = name.as_str();
        let webauthn = WebauthnBuilder::new(name, &origin).ok()?.rp_name(office).build().ok()?;
        Some(Passkeys { webauthn, origin: origin.origin().ascii_serialization() })
    }

    /// Where passkeys work.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Asks a browser to make a passkey for a person that has none of those in `held`.
    ///
    /// # Errors
    /// When the library fails.
    pub fn ask_for_new(&self, person: &Person, handle: &[u8], held: &[store::Passkey]) -> Result<Asked, Failure> {
        let handle = Uuid::from_slice(handle).map_err(broken)?;
        let held = held.iter().map(|passkey| passkey.credential.clone()).collect();
        let (options, state) = self
            .webauthn
            .start_passkey_registration(handle, person.id.as_str(), &person.name, Some(held))
            .map_err(broken)?;
        let mut options = serde_json::to_value(options).map_err(broken)?;
        // Without a name to type the device has to know by itself whose passkey it holds.
        let chosen = &mut options["publicKey"]["authenticatorSelection"];
        chosen["residentKey"] = Value::from("required");
        chosen["requireResidentKey"] = Value::from(true);
        Ok(Asked { options: options.to_string(), state: serde_json::to_string(&state).map_err(broken)? })
    }

    /// Takes the passkey that a browser made.
    ///
    /// # Errors
    /// Refused when it does not fit what was asked for.
    pub fn take_new(&self, answer: &str, state: &str) -> Result<NewPasskey, Failure> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| unreadable())?;
        let state: PasskeyRegistration = serde_json::from_str(state).map_err(broken)?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, &state).map_err(|error| unfit(&error))?;
        let credential: &[u8] = passkey.cred_id().as_ref();
        Ok(NewPasskey { credential: credential.to_vec(), key: serde_json::to_string(&passkey).map_err(broken)? })
    }

    /// Asks a browser for any passkey of this office.
    ///
    /// # Errors
    /// When the library fails.
    pub fn ask(&self) -> Result<Asked, Failure> {
        let (options, state) = self.webauthn.start_discoverable_authentication().map_err(broken)?;
        let mut options = serde_json::to_value(options).map_err(broken)?;
        // People press a button for it; the browser need not wait for a field to be filled in.
        if let Some(options) = options.as_object_mut() {
            options.remove("mediation");
        }
        Ok(Asked { options: options.to_string(), state: serde_json::to_string(&state).map_err(broken)? })
    }

    /// Whose passkey an answer says it is of.
    ///
    /// # Errors
    /// Refused when it says nothing that can be read.
    pub fn claimed(&self, answer: &str) -> Result<Claimed, Failure> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(|_| unreadable())?;
        let (handle, credential) = {
            let (handle, credential) =
                self.webauthn.identify_discoverable_authentication(&answer).map_err(|error| unfit(&error))?;
            (handle.as_bytes().to_vec(), credential.to_vec())
        };
        Ok(Claimed { handle, credential, answer })
    }

    /// Looks whether the passkey that an answer names signed what was asked, for its user, here.
    ///
    /// # Errors
    /// Refused when it did not.
    pub fn check(&self, claimed: &Claimed, held: &store::Passkey, state: &str) -> Result<PasskeyUse, Failure> {
        let state: DiscoverableAuthentication = serde_json::from_str(state).map_err(broken)?;
        let mut passkey: webauthn_rs::prelude::Passkey = serde_json::from_str(&held.key).map_err(broken)?;
        let seen = self
            .webauthn
            .finish_discoverable_authentication_v2(&claimed.answer, state, DiscoverableKey::from(&passkey))
            .map_err(|error| unfit(&error))?;
        if !seen.user_verified() {
            return Err(unfit(&WebauthnError::UserNotVerified));
        }
        passkey.update_credential(&seen);
        let key = serde_json::to_string(&passkey).map_err(broken)?;
        Ok(PasskeyUse { id: held.id, person: held.person.clone(), key })
    }
}

fn unreadable() -> Failure {
    Failure::said(sentence!(
        "passkey-unreadable",
        "The browser sent no passkey that can be read; try again, or sign in with your password"
    ))
}

/// The handle under which passkeys know the officer's account.
///
/// # Errors
/// When the store fails.
pub fn passkey_handle(writer: &mut Writer, turn: &mut Turn<'_>) -> Result<Vec<u8>, Failure> {
    let new: Vec<u8> = (0..2).flat_map(|_| (turn.ids)().to_be_bytes()).collect();
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| Ok(deed.passkey_handle(person, &new)?))
}

/// Adds a passkey to the officer's account.
///
/// # Errors
/// Refused without a name, when there are too many, or when the passkey is in use already.
pub fn add_passkey(writer: &mut Writer, turn: &Turn<'_>, name: &str, new: &NewPasskey) -> Result<(), Failure> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Failure::said(sentence!(
            "passkey-name-long",
            "Name the passkey after its device, in at most {max} characters; you will know it by that name",
            max = NAME_CHARS_MAX
        )));
    }
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| {
        if deed.passkeys(person)?.len() >= PASSKEYS_MAX {
            return Err(Failure::said(sentence!(
                "passkey-many",
                "You have {max} passkeys; remove one that you use no longer first",
                max = PASSKEYS_MAX
            )));
        }
        Ok(deed.add_passkey(person, &new.credential, name, &new.key)?)
    })
}

/// Takes a passkey of the officer away.
///
/// # Errors
/// Refused when they have none of this number.
pub fn remove_passkey(writer: &mut Writer, turn: &Turn<'_>, id: i64) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| Ok(deed.remove_passkey(person, id)?))
}

/// Lets somebody in by a passkey.
///
/// # Errors
/// When the store fails.
pub fn sign_in_by_passkey(
    writer: &mut Writer,
    used: &PasskeyUse,
    browser: Browser<'_>,
    now: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Entrance, Failure> {
    let signed_in = SignedIn::new(ids);
    writer.transact(&format!("/{}", used.person), now, |deed| {
        // It may have been removed, or its person have left, since it was looked at.
        let is_held = deed.passkeys(&used.person)?.iter().any(|passkey| passkey.id == used.id);
        let person = deed.person(&used.person)?.filter(|person| !person.left && is_held);
        let Some(person) = person else {
            failed(deed, &used.person, "passkey")?;
            return Ok(Entrance::Shut);
        };
        deed.use_passkey(used.id, &used.key)?;
        begin(deed, &person, browser, now, &signed_in)?;
        Ok(Entrance::Open(Box::new(signed_in)))
    })
}

/// Shows again, in a session, by a passkey, that its person is themselves.
///
/// # Errors
/// Refused when the passkey is not theirs.
pub fn prove_by_passkey(
    writer: &mut Writer,
    person: &PersonId,
    used: &PasskeyUse,
    browser: Browser<'_>,
    now: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Proof, Failure> {
    let token = Secret::new(ids);
    writer.transact(&format!("/{person}"), now, |deed| {
        let is_held = deed.passkeys(person)?.iter().any(|passkey| passkey.id == used.id);
        if used.person != *person || !is_held {
            let fact = deed.fact(Verb::Failed, format!("person:{person}"));
            deed.note(&fact.with("passkey".to_owned()))?;
            return Ok(Proof::Refused);
        }
        deed.use_passkey(used.id, &used.key)?;
        go_on(deed, person, browser, token)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_bound_to_a_name_and_an_ip_address_is_none() {
        for address in ["http://127.0.0.1:8080", "http://[::1]:8080", "https://10.0.0.7", "no address"] {
            assert!(Passkeys::at(address, "Office").is_none(), "{address}");
        }
        for (address, origin) in [
            ("http://localhost:8080/", "http://localhost:8080"),
            ("https://uptake.example.org", "https://uptake.example.org"),
        ] {
            assert_eq!(Passkeys::at(address, "Office").unwrap().origin(), origin);
        }
    }

    #[test]
    fn a_browser_is_asked_for_a_key_that_knows_its_owner_and_checks_who_holds_it() {
        let passkeys = Passkeys::at("http://localhost:8080", "Office").unwrap();
        let person = Person {
            id: PersonId::new("petrova").unwrap(),
            name: "Anna Petrova".to_owned(),
            email: None,
            language: None,
            level: model::Level::Internal,
            compartments: Default::default(),
            left: false,
        };
        let asked = passkeys.ask_for_new(&person, &[7; 16], &[]).unwrap();
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        let chosen = &options["publicKey"]["authenticatorSelection"];
        assert_eq!((&chosen["residentKey"], &chosen["userVerification"]), (&"required".into(), &"required".into()));
        assert_eq!(options["publicKey"]["rp"]["id"], "localhost");
        let asked = passkeys.ask().unwrap();
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        assert_eq!(options["publicKey"]["userVerification"], "required");
        assert!(options["mediation"].is_null(), "{options}");
    }

    #[test]
    fn what_is_no_answer_of_a_passkey_is_refused_with_the_next_step() {
        let passkeys = Passkeys::at("http://localhost:8080", "Office").unwrap();
        let state = passkeys.ask().unwrap().state;
        for answer in ["", "{}", "[]", &state] {
            let Err(Failure::Refused(refusal)) = passkeys.claimed(answer) else { panic!("{answer}") };
            assert!(refusal.to_string().contains("try again"), "{refusal}");
        }
    }
}
