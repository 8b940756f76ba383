import QtQuick

// What every control is touched with: a press of any length that ends where it began. A long press counts too:
// people with slow hands press long. Several fingers don't disturb it.
TapHandler {
    gesturePolicy: TapHandler.ReleaseWithinBounds
    longPressThreshold: 0
}
