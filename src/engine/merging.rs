//! Merging of super-individuals: agents with few animals are absorbed by others of their kind. Otherwise there would be
//! more and more agents with fewer and fewer animals.

/// Goes through the agents in some rows, in order. Each absorbs those that come after it until one is not absorbed
/// completely; then that one goes on absorbing. `take_in` moves animals from the second agent to the first, and says
/// whether none are left; `emptied` is given the rows of the first and of the second where none are left.
pub fn merge<C>(
    agents: &mut [C],
    rows: impl Iterator<Item = usize>,
    mut take_in: impl FnMut(&mut C, &mut C) -> bool,
    mut emptied: impl FnMut(usize, usize),
) {
    let mut host: Option<usize> = None;
    for row in rows {
        match host {
            Some(host) if agents.get_disjoint_mut([host, row]).is_ok_and(|[one, other]| take_in(one, other)) => {
                emptied(host, row);
            }
            _ => host = Some(row),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_fill_each_other_up_in_order() {
        let mut agents = [3, 4, 2, 9, 1, 1, 5];
        let (mut hosts, mut gone) = (Vec::new(), Vec::new());
        let fill = |host: &mut u32, guest: &mut u32| {
            let moved = (10 - *host).min(*guest);
            (*host, *guest) = (*host + moved, *guest - moved);
            *guest == 0
        };
        // The one in row 3 takes no part.
        merge(&mut agents, [0, 1, 2, 4, 5, 6].into_iter(), fill, |host, row| {
            hosts.push(host);
            gone.push(row);
        });
        assert_eq!(agents, [10, 0, 0, 9, 0, 6, 0]);
        assert_eq!((hosts, gone), (vec![0, 0, 0, 5], vec![1, 2, 4, 6]));
    }
}
