//! What SGML has and XML lost: end tags that may be left out, and entity sets of ISO 8879.

/// Elements without content of the document type ST.32 of the USPTO (V2.4, V2.5). Patents of 2001
/// have no end tags for them; taken for open, they would swallow what follows.
const EMPTY_IN_PATDOC: &[&str] = &[
    "B221US",
    "B473US",
    "B597US",
    "CHEMCDX",
    "CHEMMOL",
    "CITED-BY-EXAMINER",
    "CITED-BY-OTHER",
    "CRF",
    "CUSTOM-CHARACTER",
    "DEL-E",
    "DEL-S",
    "DFREF",
    "EMI",
    "EMR",
    "FOR",
    "INS-E",
    "INS-S",
    "LSTREF",
    "MATHEMATICA",
    "PAREF",
    "SEQREF",
    "TBLREF",
];

/// Whether the document type of this root says that the element has no end tag.
pub(crate) fn has_no_end_tag(root: &str, element: &str) -> bool {
    root == "PATDOC" && EMPTY_IN_PATDOC.contains(&element)
}

/// Greek letters by the names they have before `gr`: the sets ISOgrk1 and ISOgrk2 (ISO 8879).
const GREEK: &str = "a α b β g γ d δ e ε z ζ ee η th θ i ι k κ l λ m μ n ν x ξ o ο p π r ρ s σ sf ς t τ u υ ph φ \
                     kh χ ps ψ oh ω A Α B Β G Γ D Δ E Ε Z Ζ EE Η TH Θ I Ι K Κ L Λ M Μ N Ν X Ξ O Ο P Π R Ρ S Σ \
                     T Τ U Υ PH Φ KH Χ PS Ψ OH Ω aac ά eac έ eeac ή iac ί oac ό uac ύ ohac ώ idi ϊ udi ϋ \
                     Aac Ά Eac Έ EEac Ή Iac Ί Oac Ό Uac Ύ OHac Ώ Idi Ϊ Udi Ϋ";

/// The Greek letter of an entity that HTML left out: `lgr` is λ.
pub(crate) fn greek(entity: &str) -> Option<&'static str> {
    let name = entity.strip_suffix("gr")?;
    let mut words = GREEK.split(' ');
    while let (Some(known), Some(letter)) = (words.next(), words.next()) {
        if known == name {
            return Some(letter);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Element;

    #[test]
    fn greek_letters_of_sgml_are_known() {
        let (root, doubts) = Element::parse("<r>&lgr; = 500 &mgr;m, &Dgr;&PHgr; &ohgr;&thgr;</r>");
        assert_eq!(root.unwrap().text(), "λ = 500 μm, ΔΦ ωθ");
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn an_element_that_sgml_leaves_open_swallows_nothing() {
        let (root, doubts) =
            Element::parse("<PATDOC><B590><B597US><B596>4</B596></B590><EMI ID=\"a\"></EMI><Z>z</Z></PATDOC>");
        let root = root.unwrap();
        assert_eq!(root.text_at("B590/B596").as_deref(), Some("4"));
        assert_eq!(root.text_at("Z").as_deref(), Some("z"));
        assert!(doubts.is_empty(), "{doubts:?}");
        let (root, _) = Element::parse("<r><EMI>kept</EMI></r>");
        assert_eq!(root.unwrap().text_at("EMI").as_deref(), Some("kept"));
    }

    #[test]
    fn every_greek_letter_has_a_name() {
        let letters = GREEK.split(' ').skip(1).step_by(2);
        assert!(letters.clone().all(|letter| letter.chars().count() == 1), "{GREEK}");
        assert_eq!(letters.count(), 25 + 24 + 9 + 9);
    }
}
