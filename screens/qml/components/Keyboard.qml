import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Settings

// The one place where the virtual keyboard is: Pinyin and English. Loaded when it is first needed.
InputPanel {
    id: keyboard

    property bool english: false

    visible: active

    onEnglishChanged: choose()
    Component.onCompleted: choose()

    function choose(): void {
        VirtualKeyboardSettings.activeLocales = ["zh_CN", "en_GB"];
        VirtualKeyboardSettings.locale = english ? "en_GB" : "zh_CN";
        VirtualKeyboardSettings.wordCandidateList.alwaysVisible = !english;
    }
}
