//! The provider of identities on the wire (OpenID Connect Core 1.0): what it is asked, and what its answer says.
//!
//! The library builds and checks; this file says what for, by which clock, and over which line. The code flow with
//! PKCE, state and nonce is the only one. Keys and addresses of the provider are kept for a while and fetched anew
//! when it signs with a key that is not known yet.

mod claims;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use desk::{Failure, Identified, OpenId, Secret, Trust};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IdTokenFields,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    SignatureVerificationError, StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use claims::{Claims, Further};

/// Where the provider sends people back to.
pub const BACK: &str = "/sign-in/provider/back";

/// A call to the provider takes this long at most: people wait in front of it.
const CALL_TIME_MAX: Duration = Duration::from_secs(8);

/// Largest answer of the provider, in bytes. Tokens and keys are some kilobytes.
const ANSWER_BYTES_MAX: u64 = 1 << 20;

/// Calls that run at once, so that a slow provider does not take every thread.
const CALLS_AT_ONCE: usize = 8;

/// How long what the provider says of itself is good, in microseconds: an hour.
const KEPT_MICROS: i64 = 3_600_000_000;

/// How long it is not asked again though it signs with an unknown key once more, in microseconds: a provider that goes
/// wrong must not make us ask without end.
const ASKED_EVERY_MICROS: i64 = 60_000_000;

/// How far the clocks of office and provider may differ, in seconds.
const SKEW_SECONDS: i64 = 120;

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Further,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type Party = Client<
    Further,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why there is no answer that counts. The text is for the log.
#[derive(Debug)]
pub enum Unanswered {
    /// The provider cannot be reached, or answers nothing that can be used.
    Away(String),
    /// Its answer does not fit what it was asked.
    Unfit(String),
    /// It did not ask anew who sits there, though it was told to.
    NotAnew,
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unanswered::Away(cause) => write!(f, "the provider is away: {cause}"),
            Unanswered::Unfit(cause) => write!(f, "the answer of the provider does not fit: {cause}"),
            Unanswered::NotAnew => f.write_str("the provider did not ask its user anew"),
        }
    }
}

/// What the provider is asked, and what has to be known again when its answer comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// Returned with the answer: it belongs to this question.
    pub state: String,
    /// Stands in the token: it was made for this question.
    pub nonce: String,
    /// Shows that whoever takes the token asked for it.
    pub verifier: String,
    /// When it was asked, in microseconds since 1970.
    pub at: i64,
    /// Whether the provider has to ask its user anew.
    pub anew: bool,
}

/// What the provider says of itself, and when it said so.
struct Known {
    metadata: CoreProviderMetadata,
    at: i64,
}

/// A provider of identities.
pub struct Provider {
    inner: Arc<Inner>,
    calls: Semaphore,
}

struct Inner {
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    groups_claim: String,
    name: String,
    trust: Trust,
    known: Mutex<Option<Arc<Known>>>,
    /// When it was asked before its time, because it signed with an unknown key.
    hurried_at: Mutex<i64>,
    agent: ureq::Agent,
}

/// An error with its causes, for the log. No secret stands in them: the library keeps those out of its errors.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}

fn away(error: &(impl std::error::Error + 'static)) -> Unanswered {
    Unanswered::Away(causes(error))
}

fn unfit(error: &(impl std::error::Error + 'static)) -> Unanswered {
    Unanswered::Unfit(causes(error))
}

impl Provider {
    /// The provider of an office that browsers reach at `address`.
    ///
    /// # Errors
    /// Refused when one of the addresses is none.
    pub fn new(openid: &OpenId, secret: Option<String>, address: &str) -> Result<Provider, Failure> {
        let refused = |what: &str| Failure::Refused(model::Refusal::AtCommandLine(format!("`{what}` is no address")));
        let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
        let agent = ureq::Agent::config_builder()
            .tls_config(tls)
            .timeout_global(Some(CALL_TIME_MAX))
            // What a provider says of itself is said at its own address, or not at all.
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .user_agent("uptake")
            .build()
            .new_agent();
        let inner = Inner {
            issuer: IssuerUrl::new(openid.issuer.clone()).map_err(|_| refused(&openid.issuer))?,
            client: ClientId::new(openid.client.clone()),
            secret: secret.map(ClientSecret::new),
            back: RedirectUrl::new(format!("{address}{BACK}")).map_err(|_| refused(address))?,
            groups_claim: openid.groups_claim.clone(),
            name: openid.called().to_owned(),
            trust: Trust { makes_persons: openid.makes_persons(), rules: openid.rules() },
            known: Mutex::default(),
            hurried_at: Mutex::new(i64::MIN),
            agent,
        };
        Ok(Provider { inner: Arc::new(inner), calls: Semaphore::new(CALLS_AT_ONCE) })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// What it calls itself.
    pub fn issuer(&self) -> &str {
        &self.inner.issuer
    }

    /// What its word counts for.
    pub fn trust(&self) -> Trust {
        self.inner.trust.clone()
    }

    /// The address of the office that people come back to, without its path.
    pub fn office(&self) -> &str {
        self.inner.back.strip_suffix(BACK).unwrap_or(&self.inner.back)
    }

    /// Asks who sits there: the address at the provider to which their browser goes, and what is to be known again.
    ///
    /// # Errors
    /// When the provider is away.
    pub async fn ask(
        &self,
        anew: bool,
        now: i64,
        ids: &mut (dyn FnMut() -> u64 + Send),
    ) -> Result<(String, Asking), Unanswered> {
        let mut word = || Secret::new(ids).reveal().to_owned();
        let asking = Asking { state: word(), nonce: word(), verifier: word(), at: now, anew };
        let asked = asking.clone();
        let address = self.call(move |inner| inner.address(&asked, now)).await?;
        Ok((address, asking))
    }

    /// Who sits there, by the code that their browser brought back.
    ///
    /// # Errors
    /// When the provider is away, or when its answer does not fit.
    pub async fn identify(&self, code: String, asking: Asking, now: i64) -> Result<Identified, Unanswered> {
        self.call(move |inner| inner.identify(code, &asking, now)).await
    }

    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, Unanswered> + Send + 'static,
    ) -> Result<T, Unanswered> {
        let _turn = self.calls.acquire().await.map_err(|error| away(&error))?;
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner)).await.unwrap_or_else(|error| Err(away(&error)))
    }
}

impl Inner {
    /// One request over the wire.
    fn wire(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let (parts, body) = self.agent.run(request)?.into_parts();
        let body = body.into_with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, body))
    }

    /// What the provider says of itself, fetched anew when it is older than this. While it is away, what it said last
    /// goes on: its keys are still its own.
    fn known(&self, now: i64, older_than: i64) -> Result<Arc<Known>, Unanswered> {
        let held = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(held) = held.as_ref().filter(|held| now - held.at < older_than) {
            return Ok(Arc::clone(held));
        }
        let wire = |request| self.wire(request);
        match CoreProviderMetadata::discover(&self.issuer, &wire) {
            Ok(metadata) => {
                let known = Arc::new(Known { metadata, at: now });
                *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
                Ok(known)
            }
            Err(error) => match held {
                Some(held) => {
                    tracing::warn!(
                        cause = causes(&error),
                        "the provider says nothing of itself; what it said last goes on"
                    );
                    Ok(held)
                }
                None => Err(away(&error)),
            },
        }
    }

    /// What it says of itself now: it may have changed its keys.
    fn hurry(&self, now: i64) -> Result<Arc<Known>, Unanswered> {
        let mut hurried_at = self.hurried_at.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_sub(*hurried_at) < ASKED_EVERY_MICROS {
            return self.known(now, KEPT_MICROS);
        }
        *hurried_at = now;
        drop(hurried_at);
        self.known(now, 0)
    }

    fn party(&self, known: &Known) -> Party {
        let party = Party::from_provider_metadata(known.metadata.clone(), self.client.clone(), self.secret.clone())
            .set_redirect_uri(self.back.clone());
        // The secret goes into a header, unless the provider only takes it in the body.
        let ways = known.metadata.token_endpoint_auth_methods_supported();
        let by_header = ways.is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
        party.set_auth_type(if by_header { AuthType::BasicAuth } else { AuthType::RequestBody })
    }

    fn address(&self, asking: &Asking, now: i64) -> Result<String, Unanswered> {
        let party = self.party(&*self.known(now, KEPT_MICROS)?);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(asking.verifier.clone()));
        let (state, nonce) = (asking.state.clone(), asking.nonce.clone());
        let request = party
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge);
        let request =
            if asking.anew { request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO) } else { request };
        Ok(request.url().0.to_string())
    }

    fn identify(&self, code: String, asking: &Asking, now: i64) -> Result<Identified, Unanswered> {
        let mut party = self.party(&*self.known(now, KEPT_MICROS)?);
        let wire = |request| self.wire(request);
        let tokens: Tokens = party
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| away(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(asking.verifier.clone()))
            .request(&wire)
            .map_err(|error| match &error {
                openidconnect::RequestTokenError::ServerResponse(said) => {
                    Unanswered::Unfit(format!("the code was not taken: {}", said.error()))
                }
                _ => away(&error),
            })?;
        let checked = match self.checked(&party, &tokens, asking, now) {
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                party = self.party(&*self.hurry(now)?);
                self.checked(&party, &tokens, asking, now)
            }
            checked => checked,
        };
        let claims = checked.map_err(|error| match error {
            ClaimsVerificationError::InvalidAuthTime(_) => Unanswered::NotAnew,
            error => unfit(&error),
        })?;
        let mut who = claims::said(&self.issuer, claims, &self.groups_claim);
        // What does not fit into a token many providers tell when they are asked for it.
        let says_all = who.username.is_some() && claims.additional_claims().all.contains_key(&self.groups_claim);
        if !says_all && party.user_info_url().is_some() {
            let more: UserInfoClaims<Further, CoreGenderClaim> = party
                .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
                .map_err(|error| away(&error))?
                .request(&wire)
                .map_err(|error| away(&error))?;
            claims::add(&mut who, &more, &self.groups_claim);
        }
        Ok(who)
    }

    /// The claims of the token, if it is one for this question: signature, issuer, audience, times, nonce.
    fn checked<'t>(
        &self,
        party: &Party,
        tokens: &'t Tokens,
        asking: &Asking,
        now: i64,
    ) -> Result<&'t Claims, ClaimsVerificationError> {
        let other = |text: &str| ClaimsVerificationError::Other(text.to_owned());
        let token = tokens.id_token().ok_or_else(|| other("there is no token that says who it is"))?;
        let moment = |micros: i64, seconds: i64| {
            DateTime::<Utc>::from_timestamp_micros(micros + seconds * 1_000_000).unwrap_or_default()
        };
        let (soonest, latest) = (moment(asking.at, -SKEW_SECONDS), moment(now, SKEW_SECONDS));
        let verifier = party
            .id_token_verifier()
            .set_time_fn(move || moment(now, -SKEW_SECONDS))
            .set_issue_time_verifier_fn(move |issued| {
                // It was made after it was asked for, and not in the future.
                if soonest <= issued && issued <= latest { Ok(()) } else { Err(format!("issued at {issued}")) }
            })
            .set_auth_time_verifier_fn(move |shown| match shown {
                _ if !asking.anew => Ok(()),
                Some(shown) if soonest <= shown && shown <= latest => Ok(()),
                _ => Err("not anew".to_owned()),
            });
        let claims = token.claims(&verifier, &Nonce::new(asking.nonce.clone()))?;
        // The library leaves this to its users: a token that names the party it was made for names us.
        if claims.authorized_party().is_some_and(|party| **party != *self.client) {
            return Err(ClaimsVerificationError::InvalidAudience("made for another party".to_owned()));
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests;
