//! The name that an unknown one was most likely meant to be.

/// The candidate that `found` was most likely meant to be, if one is close enough.
///
/// Distance: Damerau-Levenshtein of at most a third of the longer name's letters (at least 1),
/// small and capital letters alike; of equally near names the one with the same letters in the same
/// case, then the longer common beginning, then the first in order.
#[must_use]
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let common = |candidate: &str| found.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
    let lower = found.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            let limit = (found.chars().count().max(candidate.chars().count()) / 3).max(1);
            let exact = strsim::damerau_levenshtein(found, candidate);
            (distance <= limit).then_some((distance, exact, usize::MAX - common(candidate), candidate))
        })
        .min()
        .map(|(.., candidate)| candidate)
}

/// Help for an unknown name: the nearest one, or up to six that would fit.
#[must_use]
pub fn suggest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(name) = nearest(found, candidates.clone()) {
        return format!("did you mean \"{name}\"?");
    }
    let mut names: Vec<&str> = candidates.into_iter().collect();
    let more = names.len() > 6;
    names.truncate(6);
    if names.is_empty() {
        String::new()
    } else {
        format!("expected one of: {}{}", names.join(", "), if more { ", …" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let zones = ["bladder", "genital", "kidney"];
        assert_eq!(nearest("blader", zones), Some("bladder"));
        assert_eq!(nearest("kidnye", zones), Some("kidney"));
        assert_eq!(nearest("shoulder", zones), None);
        assert_eq!(suggest("shoulder", zones), "expected one of: bladder, genital, kidney");
    }

    #[test]
    fn of_equally_near_names_the_one_in_the_same_case_wins() {
        assert_eq!(nearest("Bot", ["not", "Not"]), Some("Not"));
    }
}
